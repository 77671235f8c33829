// Runs before the first paint, so that the reader's view and colours never flash, and works without any other script.
(() => {
  const root = document.documentElement;
  // A site in one language has one view, whatever the reader chose on another site of the same host.
  const VIEWS = "monolingual" in root.dataset ? ["both"] : ["both", "zh", "en"];
  const THEMES = ["auto", "light", "dark"];
  const find = (selector, within = document) => within.querySelector(selector);
  const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Storage may be forbidden, and then throws.
  const recall = (key, known) => {
    try {
      const value = localStorage.getItem("digest." + key);
      return !known || known.includes(value) ? value : known[0];
    } catch {
      return known?.[0];
    }
  };
  const remember = (key, value) => {
    try {
      localStorage.setItem("digest." + key, value);
    } catch {}
  };

  const bars = findAll("meta[name=theme-color]").map((meta) => [meta, meta.media]);
  const showTheme = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    // The browser's own bar takes the colour of the page.
    for (const [meta, media] of bars) meta.media = theme === "auto" ? media : media.includes(theme) ? "all" : "not all";
  };
  const showView = (view) => {
    root.dataset.view = view;
    for (const button of findAll("[data-set-view]"))
      button.setAttribute("aria-pressed", button.dataset.setView === view);
    // What a view has nothing of is folded in it, unless a link leads there.
    for (const block of findAll("[data-folds]"))
      block.open = !block.dataset.folds.includes(view) || !!find(":target", block);
  };

  const HALVES = ".in-zh, .in-en";
  // What is being read: the first text that begins in the window, or a long one that began above it.
  const TEXTS = "p, li, h1, h2, h3, h4, pre, table, figure, summary, .math-block, .title";
  // What is folded has a box, too.
  const boxOf = (element) => {
    const shown = element.checkVisibility?.() ?? !element.closest("details:not([open]) > :not(summary)");
    return shown ? element.getBoundingClientRect() : new DOMRect();
  };
  const reading = () => {
    const edge = Math.max(0, find(".site-header").getBoundingClientRect().bottom);
    const line = edge + (innerHeight - edge) * 0.3;
    for (let element of findAll("main :is(" + TEXTS + ")")) {
      let box = boxOf(element);
      const begins = box.top >= edge;
      if (!box.height || !(begins || box.bottom > line) || element.closest(".rail")) continue;
      // The first text of a pair's half stands for the half.
      const half = element.closest(HALVES);
      const outer = half && half.getBoundingClientRect();
      if (outer && outer.top >= edge) [element, box] = [half, outer];
      return { element, box, line, begins };
    }
  };
  // Where it stands in the new view: itself, or else its twin in the other language, or what surrounds both.
  const counterpart = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const twins = each.matches(HALVES) ? [...each.parentElement.children].filter((twin) => twin.matches(HALVES)) : [];
      const box = [each, ...twins].map(boxOf).find((box) => box.height);
      if (box) return box;
    }
  };
  const switchView = (view) => {
    const place = scrollY > 0 && reading();
    // The browser's own correction would come on top of this one.
    root.style.overflowAnchor = "none";
    showView(view);
    remember("view", view);
    digest.chosen = view;
    digest.offer?.(view);
    if (place) {
      const { box, line, begins } = place;
      const now = counterpart(place.element);
      if (now) {
        // Its first line stays where it is; of a text that began above the window, the line being read does.
        const part = begins ? 0 : (line - box.top) / box.height;
        const then = begins ? box.top : line;
        scrollBy({ top: now.top + part * now.height - then, behavior: "instant" });
      }
    }
    requestAnimationFrame(() => requestAnimationFrame(() => (root.style.overflowAnchor = "")));
  };

  const cycleView = () => switchView(VIEWS[(VIEWS.indexOf(root.dataset.view) + 1) % VIEWS.length]);

  root.dataset.js = "";
  // The head of each printed page.
  root.dataset.title = find("[property='og:title']")?.content ?? document.title;
  showTheme(recall("theme", THEMES));
  showView(recall("view", VIEWS));
  document.addEventListener("DOMContentLoaded", () => {
    showView(root.dataset.view);
    root.dataset.ready = "";
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-view], [data-cycle-view], [data-cycle-theme], [data-dismiss]");
    if (!button) return;
    if ("dismiss" in button.dataset) return void (button.parentElement.hidden = true);
    if ("cycleView" in button.dataset) return cycleView();
    if (button.dataset.setView) return switchView(button.dataset.setView);
    const theme = THEMES[(THEMES.indexOf(root.dataset.theme || "auto") + 1) % 3];
    showTheme(theme);
    remember("theme", theme);
  });

  // A key pressed alone, outside of fields and dialogs; the reader may turn all of them off.
  const isShortcut = (event) =>
    !event.defaultPrevented &&
    !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) &&
    !event.target.closest("input, textarea, select, [contenteditable]") &&
    !find("dialog[open]") &&
    recall("keys", ["on", "off"]) === "on";
  document.addEventListener("keydown", (event) => {
    if (event.key === "b" && VIEWS.length > 1 && isShortcut(event)) cycleView();
  });

  // For the other scripts.
  const make = (tag, attributes, ...parts) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...parts);
    return element;
  };
  Object.assign(digest, { find, findAll, isShortcut, make, recall, remember });
})();
