// The reading list: one's own, which the browser keeps, or the one in the fragment of the address, to be read and kept.
(async () => {
  const { find, findAll, later } = digest;
  await later();
  const { list, marks, link, share } = digest;
  const page = find(".page-list");
  const words = page.dataset;
  const [papers, template, undone, undo] = ["[data-papers]", "template", "[data-undone]", "[data-undo]"].map((each) => find(each));
  const root = document.documentElement;
  const tree = new URL(".", location.href).href;
  const titles = new Map();
  const missing = new Set();
  let shown = [];
  let shared, back, library;

  const read = () => {
    shared = location.hash.length > 1 ? link.decode(location.hash.slice(1)) : null;
    if (shared) shared.slugs = [...new Set(shared.slugs)].filter(list.isSlug);
    // The other edition shows the same list.
    for (const twin of findAll("a[hreflang]")) twin.hash = location.hash;
    draw();
    lookUp();
  };

  // Papers that came by a link have no titles yet. The data of the search has them, on sites that have a search.
  const lookUp = async () => {
    const slugs = shared ? shared.slugs.filter((slug) => !list.has(slug)) : list.all().filter(isBare).map(({ slug }) => slug);
    const wanted = slugs.filter((slug) => !titles.has(slug));
    if (!words.search || !wanted.length) return;
    library ??= digest.library(words.search);
    // The first ones first: each is in a file with some neighbours.
    const some = wanted.slice(0, 8);
    try {
      const found = await library.find(some);
      for (const slug of some) {
        if (!found.has(slug)) missing.add(slug);
        const { title = "", title_zh: zh = "", day = "", categories: [code = ""] = [] } = found.get(slug) ?? {};
        titles.set(slug, { zh, en: title === zh ? "" : title, day, code });
      }
    } catch {
      return;
    }
    if (wanted.length > some.length) lookUp();
    if (list.all().some((each) => isBare(each) && titles.has(each.slug)))
      list.change((items) => items.map((each) => (isBare(each) ? { ...each, ...known(each.slug) } : each)));
    draw();
  };
  // What the site no longer has.
  const checkUp = async () => {
    const wanted = new Set(list.all().map(({ slug }) => slug));
    if (!words.search || !wanted.size) return;
    library ??= digest.library(words.search);
    try {
      for (const part of await library.parts()) {
        for (const slug of (await library.facets(part)).slug) wanted.delete(slug);
        if (!wanted.size) return;
      }
    } catch {
      return;
    }
    for (const slug of wanted) missing.add(slug);
    draw();
  };
  const isBare = ({ zh, en }) => !zh && !en;
  const known = (slug) => {
    const { zh = "", en = "", day = "", code = "" } = titles.get(slug) ?? {};
    return { zh, en, day, code };
  };

  // What was done, and the way back. It stays until something else is done.
  const tell = (text, way) => {
    back = way;
    undone.hidden = !way;
    undone.firstChild.textContent = text;
  };

  const set = (element, text) => element.textContent === text || (element.textContent = text);
  const slugOf = (element) => element.closest("li").dataset.slug;
  const lead = (element, way) => (way ? (element.href = way) : element.removeAttribute("href"));
  // In slugs the slash of an old id is a hyphen.
  const OLD =
    /^((?:acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|mtrl-th|nlin|nucl-(?:ex|th)|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con)(?:\.[A-Z]{2})?)-(\d\d(?:0[1-9]|1[0-2])\d{3})$/i;
  const arxiv = (slug) => (link.isArxiv(slug) ? slug : OLD.test(slug) ? slug.replace(OLD, "$1/$2") : "");
  const make = (slug) => {
    const item = template.content.cloneNode(true).querySelector("li");
    item.dataset.slug = slug;
    item.id = `p-${slug}`;
    find("[data-star]", item).dataset.star = slug;
    return item;
  };
  const fill = (item, { slug, zh, en, day, code, note = "" }) => {
    const isMissing = missing.has(slug);
    const id = arxiv(slug);
    const way = isMissing ? id && `https://arxiv.org/abs/${id}` : `${tree}papers/${encodeURIComponent(slug)}.html`;
    lead(find(".row-title", item), way);
    const isEnglish = root.lang === "en";
    const [own, other] = isEnglish ? [en, zh] : [zh, en];
    // What has one title only shows it once, in any view.
    for (const title of findAll(".title", item)) {
      const isSecond = title.matches(".second");
      const text = isSecond ? own && other : own || other || slug;
      set(title, text);
      title.hidden = !text;
      if (!isSecond) title.lang = own || !other ? root.lang : isEnglish ? "zh" : "en";
      title.classList.toggle(isSecond === isEnglish ? "in-zh" : "in-en", !!(zh && en));
    }
    const date = find(".row-date", item);
    set(date.firstChild, day);
    date.firstChild.dateTime = day;
    date.hidden = !day;
    lead(date, isMissing ? "" : `${tree}issues/${day}.html#p-${encodeURIComponent(slug)}`);
    const chip = find(".chip", item);
    set(chip, code);
    chip.hidden = !code;
    const label = id ? `arXiv ${id}` : own || other ? slug : "";
    set(find(".list-id", item), [label, isMissing ? words.missing : ""].filter(Boolean).join(" · "));
    const text = find("textarea", item);
    if (text !== document.activeElement && text.value !== note) text.value = note;
    text.rows = Math.min(text.value.split("\n").length, 12);
    for (const each of findAll("[data-own]", item)) each.hidden = !!shared;
    return item;
  };

  const draw = () => {
    const own = list.all();
    const mine = new Map(own.map((each) => [each.slug, each]));
    shown = shared ? shared.slugs.map((slug) => ({ slug, ...known(slug), ...mine.get(slug) })) : own;
    const old = new Map([...papers.children].map((item) => [item.dataset.slug, item]));
    const items = shown.map((paper) => fill(old.get(paper.slug) ?? make(paper.slug), paper));
    if (items.length !== papers.children.length || items.some((item, at) => item !== papers.children[at])) {
      const active = document.activeElement;
      papers.replaceChildren(...items);
      if (papers.contains(active)) active.focus({ preventScroll: true });
    }
    for (const each of findAll("[data-own]:not(li *)", page)) each.hidden = !!shared;
    for (const each of findAll("[data-shared]", page)) each.hidden = !shared;
    for (const each of findAll("[data-filled]", page)) each.hidden = !!shared || !own.length;
    for (const each of findAll("[data-listed]", page)) each.hidden = !shown.length;
    find("[data-empty]").hidden = !!shared || own.length > 0;
    set(find("h1"), shared ? words.shared : words.list);
    const facts = find("[data-facts]");
    const { one, other } = facts.dataset;
    facts.hidden = !shown.length;
    set(facts, shown.length === 1 ? one : other.replace("#", shown.length));
    const count = find("[data-marks]");
    set(count, count.dataset.marks.replace("#", marks.all().size));
    count.parentElement.hidden = !marks.all().size;
    const damaged = list.damaged();
    find("[data-damaged]", page).hidden = !damaged;
    set(find("[data-damaged] pre", page), damaged);
    const way = find("[data-list-link]");
    way.href = new URL(`#${link.encode(own.map(({ slug }) => slug))}`, location);
    set(way, way.href);
    if (!shared) return;
    const lost = find("[data-lost]");
    lost.hidden = shared.version === 1 && !shared.lost;
    set(lost, shared.version === 1 ? lost.dataset.lost.replace("#", shared.lost) : lost.dataset.unreadable);
    const isNew = shared.slugs.some((slug) => !list.has(slug)) || (!list.isStored() && shown.length > 0);
    find("[data-keep]").hidden = !isNew;
    find("[data-known]").hidden = isNew || !shown.length;
  };

  // Acts

  const order = (slugs) => (items) => {
    const places = new Map(slugs.map((slug, place) => [slug, place]));
    const place = ({ slug }) => places.get(slug) ?? slugs.length;
    return [...items].sort((one, other) => place(one) - place(other));
  };
  const slugsNow = () => list.all().map(({ slug }) => slug);
  const reorder = (slugs) => {
    const before = slugsNow();
    list.change(order(slugs));
    return () => list.change(order(before));
  };
  const move = (item, by) => {
    const slugs = slugsNow();
    const at = slugs.indexOf(item.dataset.slug);
    const to = at + by;
    if (to < 0 || to >= slugs.length) return;
    slugs.splice(to, 0, ...slugs.splice(at, 1));
    reorder(slugs);
    item.scrollIntoView({ block: "nearest" });
    set(find("[data-said]"), words.moved.replace("##", slugs.length).replace("#", to + 1));
  };
  const title = ({ zh, en, slug }) => (root.lang === "en" ? en || zh : zh || en) || slug;
  const SORTS = {
    at: (one, other) => one.at - other.at,
    day: (one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0),
    title: (one, other) => title(one).localeCompare(title(other), root.lang),
  };
  const sort = (by) => {
    const before = list.all();
    let items = [...before].sort(SORTS[by]);
    // A second time the other way.
    const isBack = items.every((each, at) => each === before[at]);
    if (isBack) items = [...before].sort((one, other) => SORTS[by](other, one));
    const text = words.sorted.replace("#", find(`[data-sort=${by}]`).textContent) + (isBack ? words.down : words.up);
    tell(text, reorder(items.map(({ slug }) => slug)));
  };
  const keep = () => {
    const fresh = shared.slugs.filter((slug) => !list.has(slug));
    const at = Date.now();
    // What is not stored stays in the address.
    if (!list.change(list.add(fresh.map((slug) => ({ slug, ...known(slug), note: "", at })))))
      return digest.tell(digest.words.unstored);
    history.pushState(null, "", location.pathname + location.search);
    read();
    tell(words.kept.replace("#", fresh.length), () => list.change(list.without(fresh)));
    find("h1").scrollIntoView({ block: "nearest" });
  };
  const cite = async (button) => {
    const told = find("[data-cited]");
    const { file, offline, partly } = told.dataset;
    told.hidden = true;
    button.disabled = true;
    const papers = shown;
    const slugs = papers.map(({ slug }) => slug);
    const lost = location.protocol === "file:" ? papers : await digest.exportCitations(button.dataset.export, slugs);
    const names = papers.filter(({ slug }) => lost.includes(slug)).map(title);
    const text = lost === papers ? file : lost.length === papers.length ? offline : partly.replace("#", names.join("; "));
    button.disabled = false;
    told.hidden = !lost.length;
    set(told, text);
  };
  page.addEventListener("click", ({ target }) => {
    const { dataset } = target.closest("button") ?? target;
    if (dataset.move) {
      move(target.closest("li"), +dataset.move);
      target.focus();
    }
    if (dataset.sort) sort(dataset.sort);
    if ("keep" in dataset) keep();
    if (dataset.export) cite(target.closest("button"));
    if ("copy" in dataset) share(target.closest("button"), find("h1").textContent, find("[data-list-link]").hash);
    if ("clearMarks" in dataset) tell(words.cleared, marks.clear());
    if ("forget" in dataset) {
      list.forget();
      draw();
    }
    if ("undo" in dataset) {
      back();
      tell("");
    }
  });
  page.addEventListener("keydown", (event) => {
    const item = event.altKey && event.target.closest("li.row");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!item || !by || shared) return;
    event.preventDefault();
    move(item, by);
  });
  page.addEventListener("input", ({ target }) => {
    const slug = slugOf(target);
    const note = target.value;
    if (!list.change((items) => items.map((each) => (each.slug === slug ? { ...each, note } : each))))
      digest.tell(digest.words.unstored);
  });

  // A star that is taken away, by whatever means, takes the paper from the list; its neighbour gets the focus.
  let before = list.all();
  document.addEventListener("kept", () => {
    const now = list.all();
    const gone = before.filter(({ slug }) => !list.has(slug));
    const at = before.findIndex(({ slug }) => slug === gone[0]?.slug);
    const old = before;
    before = now;
    const hadFocus = papers.contains(document.activeElement);
    draw();
    if (shared || gone.length !== 1) return;
    tell(words.removed.replace("#", title(gone[0])), () => {
      list.change(list.add(gone));
      list.change(order(old.map(({ slug }) => slug)));
    });
    if (hadFocus) (find("[data-star]", papers.children[Math.min(at, now.length - 1)] ?? page) ?? undo).focus();
  });
  addEventListener("hashchange", read);
  read();
  checkUp();
})();
