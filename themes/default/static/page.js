// Comforts of a page that reads whole without them: dialogs, keys.
(() => {
  const { find, findAll, isShortcut } = digest;
  const { src, dataset } = document.currentScript;

  // The menu shows where the reader is: it scrolls by itself, the page stays.
  const here = find(".site-nav [aria-current]");
  if (here) {
    const menu = here.closest("ul");
    menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;
  }

  // Dialogs

  // The dialog of the keys comes with the scripts that are loaded later.
  const open = async (id) => {
    if (!find(id)) await later();
    find(id)?.showModal?.();
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) open("#" + opener.dataset.open);
    if (event.target.closest("[data-close]") || event.target.matches("dialog")) event.target.closest("dialog").close();
  });

  // The skip link moves by hand, as the page for lost addresses has a base that would turn it into a way home.
  find(".skip-link").addEventListener("click", (event) => {
    event.preventDefault();
    const main = find("#main");
    main.focus();
    main.scrollIntoView();
  });

  // Keys

  const STOPS = "article.paper, .row, .issue-row";
  const title = (stop) => find(".titles a, .row-title, .issue-name a", stop);
  let current = null;
  const goTo = (stop) => {
    current = stop;
    title(stop)?.focus({ preventScroll: true });
    stop.scrollIntoView({ block: stop.matches(".paper") ? "start" : "nearest" });
  };
  // Where the reader is: the last one reached, if it is still in sight, else what is at the top of the window; -1 before the
  // first. On the way back, the beginning of what is at the top comes next.
  const reached = (stops, back = 0) => {
    const edge = Math.max(0, find(".site-header").getBoundingClientRect().bottom) + 24;
    const place = stops.map((stop) => stop.getBoundingClientRect());
    const at = stops.indexOf(current);
    if (place[at]?.bottom >= 0 && place[at].top <= innerHeight) return at;
    return place.findLastIndex((box) => box.top < edge - 40 * back) + back;
  };
  const go = (step) => {
    const stops = findAll(STOPS);
    const neighbour = find(".paper-neighbours a[rel=" + (step > 0 ? "next]" : "prev]"));
    if (document.body.classList.contains("kind-paper")) return neighbour?.click();
    const next = stops[Math.min(Math.max(reached(stops, +(step < 0)) + step, 0), stops.length - 1)];
    if (next) goTo(next);
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    o: () => {
      const stop = document.activeElement.closest(STOPS) || current || find(STOPS);
      const link = stop && title(stop);
      link?.click();
    },
    "/": () => {
      const box = find("[name=q]");
      if (box?.offsetWidth) box.select(box.focus());
      else box?.form.submit();
    },
    "?": () => open("#keys"),
  };
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event)) return;
    const act = keys[event.key];
    if (!act) return digest.list || later().then(() => keys[event.key]?.());
    event.preventDefault();
    act();
  });

  // Stars, read marks and sharing are loaded by the first touch, key or scroll, or when something is stored. Read are papers
  // that were opened: each adds a line.
  const site = " " + new URL("..", src).pathname;
  const kept = { list: "digest.list" + site, marks: "digest.marks" + site };
  let late;
  const later = () =>
    (late ??= new Promise((done) => {
      const script = document.createElement("script");
      script.onload = done;
      script.src = dataset.later;
      document.head.append(script);
    }));
  Object.assign(digest, { goTo, reached, keys, kept, later, site });
  for (const type of ["pointerdown", "keydown", "scroll", "storage"]) addEventListener(type, later, { once: true });
  document.addEventListener("click", ({ target }) => {
    const button = !digest.list && target.closest("[data-star], [data-seen], .share, .copy");
    if (button) later().then(() => button.click());
  });
  try {
    if (Object.values(kept).some((key) => localStorage[key])) later();
    const paper = find(".page-paper .paper");
    if (paper) localStorage[kept.marks] = (localStorage[kept.marks] ?? "") + paper.id.slice(2) + "\n";
  } catch {}
})();
