// The search page: the field, the filters that are in the address, and the results. The engine finds them (`engine.js`).
(() => {
  const { find, findAll } = digest;
  const { isRead } = digest.filters;
  const { DAYS, filters, read, write } = digest.address;
  const { category, element, fill, grouped, month } = digest.facets;
  const page = find(".page-search");
  const box = find("#q");
  const results = find("#results");
  const found = find(".found");
  const count = find(".found-count");
  const more = find("[data-more]");
  const help = find(".search-help");
  const panel = find("#filters");
  const foot = find(".site-footer");
  const opener = find(".filters-open");
  const title = document.title;
  const library = digest.library(page.dataset.search);
  const engine = digest.search(library);

  // Milliseconds: without a key before a query is searched, and after a scroll before one looks whether its end is near.
  const [PAUSE, REST, LONG_REST] = [80, 200, 1000];
  // Pixels below the window within which the end of the results is near.
  const AHEAD = 300;
  // Files for the numbers beside the filters are loaded at once if the results took fewer than so many.
  const FILES = 7;

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

  // What is asked, and what has been found of it so far

  let current = read();
  let run;
  let control;
  let shown = 0;
  let waits = false;
  let drawn = false;
  let isUsed = false;
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
    digest.facets.follow(mine);
    if (library.requests < FILES || isUsed) await digest.facets.count();
    else digest.facets.draw();
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
    digest.facets.turn(state);
    drawMore("");
    delete help.dataset.shown;
    const parts = [query.terms, query.not, query.clauses, filters(state)];
    if (!parts.some((each) => each.length)) {
      run = undefined;
      results.replaceChildren();
      results.hidden = true;
      count.textContent = "";
      select(-1);
      box.setAttribute("aria-expanded", "false");
      setState("done");
      digest.facets.clear();
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
      const to = write(state);
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
    push(write(state));
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
        if (drawn && !waits && !digest.facets.isCounted()) digest.facets.count();
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

  box.value = current.q;
  ask(current, history.state || {});
  if (!current.q && !filters(current).length && matchMedia("(pointer: fine)").matches) box.focus();
})();
