// The search page: the field, the filters that are in the address, and the results. The engine finds them (`engine.js`).
(() => {
  const { find, findAll } = digest;
  const { fold } = digest.words;
  const { isRead } = digest.filters;
  const page = find(".page-search");
  const box = find("#q");
  const results = find("#results");
  const found = find(".found");
  const count = find(".found-count");
  const more = find("[data-more]");
  const help = find(".search-help");
  const chosen = find(".chosen");
  const panel = find("#filters");
  const foot = find(".site-footer");
  const opener = find(".filters-open");
  const title = document.title;
  const library = digest.library(page.dataset.search);
  const engine = digest.search(library);

  const LISTS = ["cat", "area", "tag", "author", "affil", "venue", "month", "not"];
  const DAYS = ["from", "to"];
  const FLAGS = ["code", "unread"];
  // Milliseconds: without a key before a query is searched, and after a scroll before one looks whether its end is near.
  const [PAUSE, REST, LONG_REST] = [80, 200, 1000];
  // Pixels below the window within which the end of the results is near.
  const AHEAD = 300;
  const ROWS = 8;
  // Files for the numbers beside the filters are loaded at once if the results took fewer than so many.
  const FILES = 7;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  // Before anything is asked there are no numbers.
  const grouped = (number) => `${number ?? ""}`.replace(/\B(?=(?:\d{3})+$)/g, ",");
  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const MONTHS = Object.fromEntries(
    count.dataset.months.split("|").map((name, at) => [`${at + 1}`.padStart(2, "0"), name]),
  );
  const month = (day) => {
    const [year, number] = day.split("-");
    if (!(number in MONTHS)) return day;
    return fill(count.dataset.month, { year, month: MONTHS[number] });
  };

  // The address: values are separated by commas, one that has a comma is in quotes.

  const split = (text) =>
    (text.match(/"[^"]*"|[^,]+/g) || []).map((value) => value.replace(/^"|"$/g, "").trim()).filter(Boolean);
  const join = (values) => values.map((value) => (value.includes(",") ? `"${value}"` : value)).join();
  const read = () => {
    const asked = new URLSearchParams(location.search);
    const state = { q: asked.get("q") || "" };
    for (const name of LISTS) state[name] = split(asked.getAll(name).join());
    for (const name of DAYS) state[name] = asked.get(name) || "";
    for (const name of FLAGS) state[name] = asked.get(name) === "1";
    return state;
  };
  const address = (state) => {
    const pairs = Object.entries(state).map(([name, value]) => [
      name,
      value === true ? "1" : Array.isArray(value) ? join(value) : value || "",
    ]);
    const query = pairs
      .filter(([, value]) => value)
      .map(([name, value]) => name + "=" + encodeURIComponent(value).replaceAll("%2C", ","))
      .join("&");
    return query ? "?" + query : location.pathname;
  };
  const has = (state, name, value) =>
    FLAGS.includes(value) ? state[value] : state[name].some((each) => fold(each) === fold(value));
  const toggled = (state, name, value) => {
    if (FLAGS.includes(value)) return { ...state, [value]: !state[value] };
    if (DAYS.includes(name)) return { ...state, [name]: "" };
    const others = state[name].filter((each) => fold(each) !== fold(value));
    return { ...state, [name]: others.length < state[name].length ? others : [...others, value] };
  };
  const filters = (state) => Object.entries(state).filter(([name, value]) => name !== "q" && value.length !== 0 && value);

  const category = (code) =>
    code && [...find("#categories").content.children].find((each) => fold(each.dataset.value) === fold(code));

  const everyCategory = () => new Map([...find("#categories").content.children].map((each) => [each.dataset.value]));
  const tags = Object.fromEntries(findAll(".title", find("#result").content).map((each) => [each.lang.slice(0, 2), each.lang]));

  // A result

  const row = ({ paper, sentence }, number) => {
    const made = find("#result").content.cloneNode(true).firstElementChild;
    const { slug, day, title, title_zh, categories, authors, venue } = paper;
    made.id = "result-" + number;
    made.dataset.paper = slug;
    const time = find("time", made);
    time.dateTime = time.textContent = day;
    const link = find(".row-title", made);
    link.href = `papers/${encodeURIComponent(slug)}.html`;
    const titles = { zh: title_zh === title ? "" : title_zh, en: title };
    if ("monolingual" in document.documentElement.dataset && link.lastElementChild.matches(".in-zh") && title) titles.zh = "";
    const spans = findAll(".title", link);
    for (const span of spans) {
      const code = span.matches(".in-zh") ? "zh" : "en";
      if (titles[code]) span.append(...marked(titles[code], run.mark(titles[code])));
      else span.remove();
      // What is alone shows in every view.
      if (!titles[code === "zh" ? "en" : "zh"]) span.className = "title";
    }
    const quote = find(".sentence", made);
    if (sentence) {
      if (sentence.lang) quote.lang = tags[sentence.lang];
      quote.append(...marked(sentence.text, sentence.marks));
    } else quote.remove();
    const chip = find(".chip", category(categories[0]) || made);
    if (chip) find(".row-meta", made).prepend(chip.cloneNode(true), " ");
    find(".row-authors", made).textContent = authors.slice(0, 3).join(", ");
    if (authors.length <= 3) find(".et-al", made).remove();
    if (venue) find(".row-venue", made).textContent = venue;
    else find(".dot", made).remove();
    const star = find(".star", made);
    star.dataset.star = slug;
    star.setAttribute("aria-pressed", !!digest.list?.has(slug));
    return made;
  };
  const marked = (text, marks) => {
    const parts = [];
    let at = 0;
    for (const [from, to] of marks) {
      parts.push(text.slice(at, from), element("mark", {}, text.slice(from, to)));
      at = to;
    }
    return [...parts, text.slice(at)];
  };

  // The filters: those of what was found, with their numbers, each a link.

  let shape = "";
  let isCounted = false;
  let isUsed = false;
  const memory = {};
  const name = (kind, value) => {
    if (kind === "month") return month(value);
    if (kind === "is") return find(`[data-value=${value}]`, find("#facets").content).textContent;
    const known = kind === "cat" && category(value);
    return known ? known.lastElementChild.textContent : value;
  };
  const values = (kind, counts) => {
    if (kind === "is") return FLAGS.map((flag) => [flag, counts[flag]?.get("1")]);
    const numbers = new Map(counts[kind]);
    // Of a kind that is on, what else could be: as it was without.
    const without = address({ ...current, [kind]: [] });
    if (!current[kind].length && numbers.size) memory[kind] = { without, numbers: new Map(numbers) };
    if (current[kind].length)
      for (const [value, number] of memory[kind]?.numbers ?? (kind === "cat" ? everyCategory() : []))
        if (!numbers.has(value)) numbers.set(value, memory[kind]?.without === without ? number : undefined);
    for (const value of current[kind])
      if (![...numbers.keys()].some((each) => fold(each) === fold(value))) numbers.set(value, kind === "month" ? undefined : counts[kind] && 0);
    const pairs = [...numbers].sort((one, other) =>
      kind === "month" ? (one[0] < other[0] ? 1 : -1) : (other[1] || 0) - (one[1] || 0) || (one[0] < other[0] ? -1 : 1),
    );
    const isOn = ([value]) => has(current, kind, value);
    return [...pairs.filter(isOn), ...pairs.filter((pair) => !isOn(pair))];
  };
  const option = (kind, value, number) => {
    const known = kind === "cat" && category(value);
    const link = known ? known.cloneNode(true) : element("a", { textContent: name(kind, value) });
    link.href = address(toggled(current, kind, value));
    link.dataset.value = value;
    if (has(current, kind, value)) link.setAttribute("aria-current", "true");
    return element("li", {}, link, " ", element("span", { className: "count", textContent: grouped(number) }));
  };
  const NAMES = ["author", "affil"];
  const wantsNames = () => NAMES.some((kind) => current[kind].length || find(`[data-facet=${kind}][open]`, panel));
  const countFilters = async () => {
    const mine = run;
    if (!mine) return;
    isCounted = true;
    try {
      const counts = await mine.counts({ names: wantsNames() });
      if (mine === run) drawFilters(counts);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  const drawFilters = (counts) => {
    const groups = findAll(".facet", find("#facets").content).map((group) => [
      group.dataset.facet,
      values(group.dataset.facet, counts),
    ]);
    const now = JSON.stringify([address(current), groups.map(([, pairs]) => pairs.map(([value]) => value))]);
    if (now === shape) {
      // Nothing moves while older papers are searched, unless there is more to choose from.
      for (const [kind, pairs] of groups)
        findAll(`[data-facet=${kind}] .count`, panel).forEach((each, at) => (each.textContent = grouped(pairs[at][1])));
      return;
    }
    shape = now;
    const focus = document.activeElement.closest("#filters [data-facet]") && document.activeElement;
    const was = focus && [focus.closest(".facet").dataset.facet, focus.dataset.value];
    const before = new Map(findAll(".facet", panel).map((each) => [each.dataset.facet, each]));
    const fresh = find("#facets").content.cloneNode(true);
    for (const [kind, pairs] of groups) {
      const group = find(`[data-facet=${kind}]`, fresh);
      const old = before.get(kind);
      if (!pairs.length && !(NAMES.includes(kind) && run)) {
        group.remove();
        continue;
      }
      if (old) group.open = old.open;
      if (pairs.some(([value]) => has(current, kind, value))) group.open = true;
      const list = find("ul", group) || group;
      const all = old?.dataset.all || pairs.length <= ROWS;
      const items = (some) => list.replaceChildren(...some.map(([value, number]) => option(kind, value, number)));
      items(all ? pairs.slice(0, 200) : pairs.slice(0, ROWS));
      if (old?.dataset.all) group.dataset.all = "";
      const rest = find(".facet-all", group);
      if (!rest) continue;
      rest.hidden = !!all;
      rest.addEventListener("click", () => {
        group.dataset.all = "1";
        rest.hidden = true;
        items(pairs.slice(0, 200));
        findAll("a", list)[ROWS]?.focus();
      });
    }
    for (const kind of NAMES)
      find(`[data-facet=${kind}]`, fresh)?.addEventListener("toggle", ({ target }) => {
        if (target.open && !find("li", target)) countFilters();
      });
    panel.replaceChildren(fresh);
    if (was) find(`[data-facet=${was[0]}] [data-value="${CSS.escape(was[1] || "")}"]`, panel)?.focus({ preventScroll: true });
  };
  const drawChosen = () => {
    const items = [];
    const add = (kind, value, label) => {
      const link = element("a", { href: address(toggled(current, kind, value)), textContent: label + " " });
      link.setAttribute("aria-label", fill(chosen.dataset.without, { value: label }));
      link.append(element("span", { textContent: "×", ariaHidden: "true" }));
      items.push(element("li", {}, link));
    };
    for (const kind of LISTS)
      for (const value of current[kind])
        add(kind, value, kind === "not" ? fill(chosen.dataset.not, { value }) : name(kind, value));
    for (const kind of DAYS)
      if (current[kind]) add(kind, "", fill(chosen.dataset[kind], { value: current[kind] }));
    for (const flag of FLAGS) if (current[flag]) add("is", flag, name("is", flag));
    if (items.length > 1) {
      const all = element("a", { href: address({ q: current.q }), textContent: chosen.dataset.all });
      items.push(element("li", {}, all));
    }
    chosen.replaceChildren(...items);
    chosen.hidden = !items.length;
    find("[data-on]").textContent = items.length ? filters(current).flatMap(([, value]) => value).length : "";
  };

  // What is asked, and what has been found of it so far

  let current = read();
  let run;
  let control;
  let shown = 0;
  let waits = false;
  let drawn = false;
  let active = -1;
  let restoring = false;

  const select = (at) => {
    results.children[active]?.removeAttribute("aria-selected");
    active = at;
    const chosenRow = results.children[at];
    chosenRow?.setAttribute("aria-selected", "true");
    chosenRow?.scrollIntoView({ block: "nearest" });
    if (chosenRow) box.setAttribute("aria-activedescendant", chosenRow.id);
    else box.removeAttribute("aria-activedescendant");
  };
  const setState = (state) => {
    found.dataset.state = state;
    results.ariaBusy = String(waits);
  };
  const say = () => {
    const { searched } = run;
    const number = `<${run.count}>`;
    const values = {
      count: number,
      all: grouped(searched.of),
      searched: grouped(searched.papers),
      rest: grouped(searched.of - searched.papers),
      since: searched.since && month(searched.since),
    };
    const form = run.state === "none" ? "nothing" : searched.papers < searched.of ? (searched.since ? "part" : "some") : "all";
    const busy = !run.count && waits;
    const [before, after] = busy ? [count.dataset.busy, ""] : fill(count.dataset[form], values).split(number);
    const inside = element("strong", { textContent: run.count });
    inside.dataset.count = run.count;
    inside.hidden = after === undefined || busy;
    count.replaceChildren(before, inside, after || "");
  };
  // What stands below the results is put in anew, so that nobody sees it move.
  const renew = (element) => {
    const focus = element.contains(document.activeElement) && document.activeElement;
    element.replaceWith(element);
    if (focus) focus.focus({ preventScroll: true });
  };
  const draw = () => {
    if (!drawn) {
      results.replaceChildren();
      select(-1);
      drawn = true;
    }
    for (const below of [more, foot]) renew(below);
    results.append(...run.results.slice(shown).map((each, at) => row(each, shown + at)));
    shown = run.results.length;
    results.hidden = !shown;
    box.setAttribute("aria-expanded", shown > 0);
    say();
  };
  const drawMore = (label) => {
    if (!label && more === document.activeElement) find(".row-title", results.lastElementChild ?? page)?.focus();
    more.hidden = !label;
    more.textContent = label;
    renew(more);
  };
  const showHelp = (tries) => {
    help.dataset.shown = "";
    find(".tries").hidden = !tries;
    find(".syntax").hidden = tries;
  };
  const next = async () => {
    const mine = run;
    if (waits || !mine || (drawn && !mine.more)) return;
    waits = true;
    setState(mine.state);
    try {
      await mine.next();
    } catch (error) {
      if (mine !== run) return;
      waits = false;
      // The site was published anew meanwhile.
      if (error.renewed) return ask(current, { rows: shown, top: scrollY });
      setState("busy");
      count.textContent = count.dataset.broken;
      drawMore(more.dataset.again);
      throw error;
    }
    if (mine !== run) return;
    waits = false;
    draw();
    drawMore(!mine.more ? "" : mine.searched.papers < mine.searched.of ? more.dataset.earlier : more.dataset.next);
    setState(mine.state);
    isCounted = false;
    if (library.requests < FILES || isUsed) await countFilters();
    else drawFilters({ cat: everyCategory() });
    if (mine !== run) return;
    if (mine.state === "none") showHelp(true);
  };

  const ask = async (state, { rows = 0, top = 0 } = {}) => {
    clearTimeout(timer);
    control?.abort();
    control = new AbortController();
    current = state;
    shown = 0;
    waits = drawn = false;
    document.title = state.q ? `${state.q} · ${title}` : title;
    for (const link of findAll("a[hreflang]")) link.search = location.search;
    const query = engine.parse(state.q);
    const list = find(".notes");
    const asked = [...query.clauses, ...[...DAYS, "month"].map((field) => ({ field, values: [state[field]].flat() }))];
    const unread = asked.flatMap(({ field, values }) =>
      values.filter((value) => value && !isRead(field, value)).map((value) => ({ kind: "day", text: `${field}: ${value}` })),
    );
    const notes = [...query.notes, ...unread];
    list.replaceChildren(
      ...notes.map(({ kind, text }) => element("li", { textContent: fill(list.dataset[kind], { text }) })),
    );
    list.hidden = !notes.length;
    drawChosen();
    drawMore("");
    delete help.dataset.shown;
    const parts = [query.terms, query.not, query.clauses, filters(state)];
    if (!parts.some((each) => each.length)) {
      run = undefined;
      results.replaceChildren();
      results.hidden = true;
      panel.replaceChildren();
      shape = count.textContent = "";
      select(-1);
      box.setAttribute("aria-expanded", "false");
      setState("done");
      drawFilters({ cat: everyCategory() });
      library.parts().catch(() => {}); // for the first query
      return showHelp(false);
    }
    if (!results.children.length) count.textContent = count.dataset.busy;
    setState("busy");
    const { signal } = control;
    // Read marks are loaded late on other pages.
    if (state.unread) await digest.later();
    if (signal.aborted) return;
    const mine = (run = engine.run(query, Object.fromEntries(filters(state)), {
      signal,
      language: document.documentElement.lang.slice(0, 2),
      onProgress: () => mine === run && mine.results.length > shown && draw(),
    }));
    restoring = rows > 0;
    do await next();
    while (mine === run && mine.more && mine.results.length < rows);
    if (mine !== run) return;
    if (restoring) scrollTo({ top, behavior: "instant" });
    restoring = false;
  };

  const push = (to) => {
    save();
    if (new URL(to, location.href).href !== location.href) history.pushState(null, "", to);
  };

  // Typing. While a word is composed in an input method, its letters are not yet what is meant.

  let timer;
  let composing = false;
  let committed = false;
  const typed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const state = { ...current, q: box.value };
      const to = address(state);
      if (committed) push(to);
      else history.replaceState(null, "", to);
      committed = false;
      ask(state);
    }, PAUSE);
  };
  box.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(timer);
  });
  box.addEventListener("compositionend", () => {
    composing = false;
    typed();
  });
  box.addEventListener("input", (event) => composing || event.isComposing || typed());
  const go = (state) => {
    push(address(state));
    committed = true;
    box.value = state.q;
    ask(state);
    if (scrollY > box.offsetTop) scrollTo({ top: 0, behavior: "instant" });
  };
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!composing) go({ ...current, q: box.value });
  });
  box.addEventListener("keydown", (event) => {
    if (composing || event.isComposing || event.keyCode === 229 || event.altKey) return;
    const row = results.children[active];
    if (event.key === "ArrowDown" && shown) {
      if (active + 1 < shown) select(active + 1);
      else next();
    } else if (event.key === "ArrowUp" && row) select(active - 1);
    else if (event.key === "Enter" && row) {
      const { ctrlKey, metaKey, shiftKey } = event;
      const click = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey });
      find(".row-title", row).dispatchEvent(click);
    } else if (event.key === "Escape" && row) select(-1);
    else if (event.key === "Escape" && box.value) {
      box.value = "";
      typed();
    } else return;
    event.preventDefault();
  });

  // Filters, examples: links to this page

  page.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || link.pathname !== location.pathname) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    push(link.href);
    go(read());
  });
  opener.addEventListener("click", () => {
    opener.ariaExpanded = String(panel.toggleAttribute("data-shown"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !opener.offsetWidth || !panel.matches("[data-shown]")) return;
    opener.click();
    opener.focus();
  });

  // Numbers that were not loaded at once come when there is a reader.
  for (const sign of ["pointermove", "pointerdown", "keydown", "scroll"])
    addEventListener(
      sign,
      () => {
        isUsed = true;
        if (drawn && !waits && !isCounted) countFilters();
      },
      { passive: true },
    );

  // More as one scrolls

  more.addEventListener("click", () => next());
  const timers = {};
  const near = (sign) => {
    timers[sign] = 0;
    if (!more.hidden && !restoring && more.getBoundingClientRect().top < innerHeight + AHEAD) next();
  };
  // A scroll that no hand made may be to the button, which should not run away then.
  for (const [sign, rest] of Object.entries({ wheel: REST, touchmove: REST, keydown: REST, scroll: LONG_REST }))
    addEventListener(sign, () => (timers[sign] ||= setTimeout(near, rest, sign)), { passive: true });

  // Back and forward: the rows that were there, and the place among them

  history.scrollRestoration = "manual";
  let saving;
  const save = () => {
    clearTimeout(saving);
    if (!restoring && run) history.replaceState({ rows: shown, top: scrollY }, "");
  };
  addEventListener("scroll", () => {
    clearTimeout(saving);
    saving = setTimeout(save, REST);
  });
  addEventListener("pagehide", save);
  addEventListener("popstate", (event) => {
    clearTimeout(saving);
    const state = read();
    box.value = state.q;
    ask(state, event.state || {});
  });

  // Not in the page: browsers complain of it there, since the field has the focus.
  find("#keys [data-close]").autofocus = true;
  box.value = current.q;
  ask(current, history.state || {});
  if (!current.q && !filters(current).length && matchMedia("(pointer: fine)").matches) box.focus();
})();
