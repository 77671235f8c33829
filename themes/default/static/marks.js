// Stars and read marks: what a reader keeps, in this browser's storage and apart for each site.
(() => {
  const { find, findAll, kept, words } = digest;
  const LONGEST = 250;
  const MOST_MARKS = 5000;
  const LONGEST_DAMAGED = 500_000;
  const GLANCE = 1000;
  const status = find("#status");
  let timer;
  digest.tell = (text) => {
    status.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => (status.textContent = ""), 6000);
  };

  // A change is made to what is stored now, so that none made on another page is lost. Where nothing can be stored, changes
  // wait in memory and are made again with the next one. Damaged text is put aside before it is written over.
  const stores = [];
  const makeStore = (key, read, write, isDamaged = () => false) => {
    const aside = `${key} damaged`;
    let waiting = [];
    let text, value;
    const load = () => {
      try {
        text = localStorage.getItem(key) ?? "";
      } catch {
        text = "";
      }
      value = waiting.reduce((now, change) => change(now), read(text));
    };
    const change = (act) => {
      waiting.push(act);
      load();
      try {
        if (isDamaged(text))
          localStorage.setItem(aside, `${localStorage.getItem(aside) ?? ""}${text}\n`.slice(-LONGEST_DAMAGED));
        const written = write(value);
        localStorage.setItem(key, written);
        text = written;
        waiting = [];
      } catch {}
      changed();
      return !waiting.length;
    };
    const damaged = () => {
      try {
        return (localStorage.getItem(aside) ?? "") + (isDamaged(text) ? text : "");
      } catch {
        return "";
      }
    };
    const forget = () => {
      try {
        localStorage.removeItem(aside);
      } catch {}
    };
    load();
    const isStored = () => !waiting.length;
    const store = { key, load, change, damaged, forget, isStored, get: () => value, text: () => text };
    stores.push(store);
    return store;
  };

  const string = (value) => (typeof value === "string" ? value : "");
  const isSlug = (slug) => typeof slug === "string" && /^[^\p{Cc}\p{Cs}/]+$/u.test(slug) && slug.length <= LONGEST;
  // Of a list that is cut off or spoilt: the papers in it that are whole.
  const salvage = (text) =>
    (text.match(/\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/g) ?? []).flatMap((item) => {
      try {
        return [JSON.parse(item)];
      } catch {
        return [];
      }
    });
  const readList = (text) => {
    let items;
    try {
      items = JSON.parse(text);
    } catch {}
    const papers = new Map();
    for (const each of Array.isArray(items) ? items : salvage(text))
      if (isSlug(each?.slug) && !papers.has(each.slug)) {
        const { slug, at } = each;
        const [zh, en, day, code, note] = ["zh", "en", "day", "code", "note"].map((name) => string(each[name]));
        papers.set(slug, { slug, zh, en, day, code, note, at: +at || 0 });
      }
    return [...papers.values()];
  };
  // The oldest marks go first.
  const readMarks = (text) => new Set(text.split("\n").filter(isSlug).slice(-MOST_MARKS));

  const isDamagedList = (text) => {
    try {
      return text !== "" && JSON.parse(text).length !== readList(text).length;
    } catch {
      return true;
    }
  };
  const list = makeStore(kept.list, readList, JSON.stringify, isDamagedList);
  const marks = makeStore(kept.marks, readMarks, (slugs) => [...slugs, ""].slice(-MOST_MARKS - 1).join("\n"));
  const has = (slug) => list.get().some((each) => each.slug === slug);
  const isRead = (slug) => marks.get().has(slug);
  const add = (papers) => (items) => [...items, ...papers.filter(({ slug }) => !items.some((each) => each.slug === slug))];
  const without = (slugs) => (items) => items.filter(({ slug }) => !slugs.includes(slug));
  const mark = (slug, read = true) =>
    marks.change((slugs) => {
      const changed = new Set(slugs);
      changed.delete(slug);
      return read ? changed.add(slug) : changed;
    });

  // Where papers stand on a page.
  const STOPS = "article.paper, li.row, [data-result]";
  const LINES = ".headlines a, li.row, [data-result]";
  const slugOf = (each) => {
    const { dataset, id } = each;
    if (dataset.paper || id.startsWith("p-")) return dataset.paper || id.slice(2);
    const [, anchor, page = ""] = /#p-(.+)$|\/([^/]+)\.html$/.exec(each.href ?? "") ?? [];
    try {
      return decodeURIComponent(anchor ?? page);
    } catch {
      return anchor ?? page;
    }
  };
  const describe = (stop) => {
    const paper = { zh: "", en: "" };
    for (const title of findAll(".title", stop).slice(0, 2))
      paper[title.lang === "en" ? "en" : "zh"] = (title.dataset.text ?? title.textContent).trim();
    const time = stop.matches("article") ? find(".dateline time, .back time") : find("time", stop);
    return { ...paper, day: time?.dateTime ?? "", code: find(".chip", stop)?.textContent.trim() ?? "" };
  };
  const toggle = (slug, paper) => {
    const out = has(slug);
    const stored = list.change(out ? without([slug]) : add([{ slug, at: Date.now(), note: "", ...paper }]));
    // The page of the list has a way back to offer.
    if (stored && out && find("[data-undo]")) return;
    digest.tell(stored ? (out ? words.unstarred : words.starred).replace("#", list.get().length) : words.unstored);
  };

  // What pages show of it.
  const show = () => {
    const papers = list.get();
    const slugs = new Set(papers.map(({ slug }) => slug));
    for (const button of findAll("[data-star]")) button.setAttribute("aria-pressed", slugs.has(button.dataset.star));
    for (const button of findAll("[data-seen]")) button.setAttribute("aria-pressed", isRead(slugOf(button.closest("article"))));
    for (const each of findAll("[data-list-count]")) each.textContent = papers.length || "";
    for (const line of findAll(LINES)) {
      const read = isRead(slugOf(line));
      if (read === "read" in line.dataset) continue;
      line.toggleAttribute("data-read", read);
      find("[data-mark]", line)?.remove();
      if (!read) continue;
      const said = document.createElement("span");
      said.className = "hidden";
      said.dataset.mark = "";
      said.textContent = ` ${words.seen}`;
      (line.matches("a") ? line : (find(".row-title", line) ?? find("a", line))).append(said);
    }
    // Where nothing can be stored, the list goes along with the link to its page.
    if (!list.isStored())
      for (const link of findAll("a.to-list")) link.hash = digest.link.encode(papers.map(({ slug }) => slug));
  };
  const changed = () => {
    show();
    document.dispatchEvent(new Event("kept"));
  };
  const { change, damaged, forget, isStored } = list;
  digest.list = { all: list.get, has, toggle, add, without, change, damaged, forget, isStored, isSlug };
  digest.marks = {
    isRead,
    set: mark,
    all: marks.get,
    // Gives a way back.
    clear: () => {
      const before = marks.get();
      marks.change(() => new Set());
      return () => marks.change((slugs) => new Set([...before, ...slugs]));
    },
  };
  const reload = () => {
    for (const store of stores) store.load();
    changed();
  };
  addEventListener("storage", ({ key }) => (key === null || stores.some((each) => each.key === key)) && reload());
  // A page that comes back from the browser's memory has missed what others stored.
  addEventListener("pageshow", ({ persisted }) => persisted && reload());
  // Each visit of a paper adds a line.
  if (marks.text().split("\n").length - 1 > marks.get().size) marks.change((slugs) => slugs);
  if (isDamagedList(list.text())) {
    list.change((papers) => papers);
    digest.tell(words.list_damaged);
  }
  show();
  digest.resume?.(isRead);
  // Results of a search come later, and the list of headlines is copied.
  new MutationObserver(show).observe(find("main"), { childList: true, subtree: true });

  document.addEventListener("click", ({ target }) => {
    const star = target.closest("[data-star]");
    if (star) toggle(star.dataset.star, describe(star.closest(STOPS) ?? star));
    const seen = target.closest("[data-seen]");
    if (seen) mark(slugOf(seen.closest("article")), seen.getAttribute("aria-pressed") !== "true");
  });

  // Keys. The paper being read is the one that has the focus and is in sight, else the last that has begun.
  const reading = (stops) => {
    const focused = stops.indexOf(document.activeElement.closest(STOPS));
    const place = stops.map((stop) => stop.getBoundingClientRect());
    if (focused >= 0 && place[focused].bottom > 0 && place[focused].top < innerHeight) return focused;
    return place.findLastIndex((box) => box.top <= Math.min(innerHeight * 0.3, 250));
  };
  const withStop = (act) => () => {
    const stops = findAll(STOPS).filter((stop) => stop.offsetHeight);
    const stop = stops[Math.max(reading(stops), 0)];
    if (stop) act(stop, slugOf(stop), stops);
  };
  Object.assign(digest.keys, {
    s: withStop((stop, slug) => toggle(slug, describe(stop))),
    u: withStop((stop, slug) => {
      mark(slug, !isRead(slug));
      digest.tell(isRead(slug) ? words.seen : words.unseen);
    }),
    n: withStop((stop, slug, stops) => {
      const back = find(".back a");
      if (back) {
        const next = find(".paper-neighbours a[rel=next]");
        if (next && !isRead(slugOf(next))) return next.click();
        back.hash = `p-${slug}`;
        return back.click();
      }
      const at = digest.reached(stops);
      const unread = [...stops.slice(at + 1), ...stops.slice(0, Math.max(at, 0))].find((each) => !isRead(slugOf(each)));
      if (unread) digest.goTo(unread);
      else digest.tell(words.no_unread);
    }),
  });

  // An entry of an issue is read when its end has gone up past a third of the window, and it was there for more than a
  // glance (what is there at first: from the start); the last ones when the foot of the page has come.
  const papers = findAll(".papers .paper");
  const foot = find(".site-footer");
  const since = new Map();
  let isFirst = true;
  const isSeen = (paper) => performance.now() - since.get(paper) >= GLANCE;
  const pass = (paper) => isSeen(paper) && !isRead(paper.id.slice(2)) && mark(paper.id.slice(2));
  const atFoot = () => since.has(foot) && [...since.keys()].forEach((each) => each !== foot && pass(each));
  const eye = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries)
        if (isIntersecting) since.set(target, isFirst ? 0 : performance.now());
        else {
          if (since.has(target) && target !== foot && boundingClientRect.bottom < innerHeight / 2) pass(target);
          since.delete(target);
        }
      if (since.has(foot)) setTimeout(atFoot, GLANCE);
      isFirst = false;
    },
    { rootMargin: "-33% 0% 0% 0%" },
  );
  if (papers.length) [...papers, foot].forEach((each) => eye.observe(each));
})();
