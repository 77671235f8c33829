// The filters of the search page: those of what was found, with their numbers, each a link; and those that are on.
(() => {
  const { find, findAll } = digest;
  const { fold } = digest.words;
  const { LISTS, DAYS, FLAGS, write, has, toggled, filters } = digest.address;
  const panel = find("#filters");
  const chosen = find(".chosen");
  const words = find(".found-count").dataset;

  const ROWS = 8;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  // Before anything is asked there are no numbers.
  const grouped = (number) => `${number ?? ""}`.replace(/\B(?=(?:\d{3})+$)/g, ",");
  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const MONTHS = Object.fromEntries(
    words.months.split("|").map((name, at) => [`${at + 1}`.padStart(2, "0"), name]),
  );
  const month = (day) => {
    const [year, number] = day.split("-");
    if (!(number in MONTHS)) return day;
    return fill(words.month, { year, month: MONTHS[number] });
  };

  const category = (code) =>
    code && [...find("#categories").content.children].find((each) => fold(each.dataset.value) === fold(code));

  const everyCategory = () => new Map([...find("#categories").content.children].map((each) => [each.dataset.value]));

  // What is asked, and the run of the engine that looks for it, once there is one.
  let current;
  let run;

  let shape = "";
  let isCounted = false;
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
    const without = write({ ...current, [kind]: [] });
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
    link.href = write(toggled(current, kind, value));
    link.dataset.value = value;
    if (has(current, kind, value)) link.setAttribute("aria-current", "true");
    return element("li", {}, link, " ", element("span", { className: "count", textContent: grouped(number) }));
  };
  const NAMES = ["author", "affil"];
  const wantsNames = () => NAMES.some((kind) => current[kind].length || find(`[data-facet=${kind}][open]`, panel));
  const count = async () => {
    const mine = run;
    if (!mine) return;
    isCounted = true;
    try {
      const counts = await mine.counts({ names: wantsNames() });
      if (mine === run) draw(counts);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  const draw = (counts = { cat: everyCategory() }) => {
    const groups = findAll(".facet", find("#facets").content).map((group) => [
      group.dataset.facet,
      values(group.dataset.facet, counts),
    ]);
    const now = JSON.stringify([write(current), groups.map(([, pairs]) => pairs.map(([value]) => value))]);
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
        if (target.open && !find("li", target)) count();
      });
    panel.replaceChildren(fresh);
    if (was) find(`[data-facet=${was[0]}] [data-value="${CSS.escape(was[1] || "")}"]`, panel)?.focus({ preventScroll: true });
  };
  const drawChosen = () => {
    const items = [];
    const add = (kind, value, label) => {
      const link = element("a", { href: write(toggled(current, kind, value)), textContent: label + " " });
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
      const all = element("a", { href: write({ q: current.q }), textContent: chosen.dataset.all });
      items.push(element("li", {}, all));
    }
    chosen.replaceChildren(...items);
    chosen.hidden = !items.length;
    find("[data-on]").textContent = items.length ? filters(current).flatMap(([, value]) => value).length : "";
  };

  const turn = (state) => {
    [current, run, isCounted] = [state, undefined, false];
    drawChosen();
  };
  const follow = (to) => {
    [run, isCounted] = [to, false];
  };
  const clear = () => {
    panel.replaceChildren();
    shape = "";
    draw();
  };

  digest.facets = { category, clear, count, draw, element, fill, follow, grouped, isCounted: () => isCounted, month, turn };
})();
