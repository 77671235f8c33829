// Added to each page by `digest serve`: shows what is wrong with the site, and loads the page anew when it was changed.
(() => {
  const script = document.currentScript;
  const isAlone = script.dataset.page === ""; // This page only says what is wrong.
  let build = script.dataset.build;

  const decode = (path) => {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  };

  // The outputs that this page is made of: itself, and what it loads.
  const parts = () => {
    const own = decode(location.pathname.slice(1));
    const found = new Set([script.dataset.page, own === "" || own.endsWith("/") ? own + "index.html" : own]);
    const loaded = [...document.querySelectorAll("[src], link[rel~=stylesheet], link[rel~=icon]")];
    for (const address of [
      ...loaded.map((each) => each.src || each.href),
      ...performance.getEntriesByType("resource").map((each) => each.name),
    ])
      if (address && address.startsWith(location.origin)) found.add(decode(new URL(address).pathname.slice(1)));
    return found;
  };

  // Where the reader is: the place in the window of what is being read, so that it stays there whatever was changed
  // above, and what is folded out. Storage may be forbidden, and then throws.
  const PLACE = "digest.place";
  const inView = () => {
    let nearest = null;
    for (const each of scrollY > 0 ? document.querySelectorAll("[id]") : []) {
      const box = each.getBoundingClientRect();
      if (box.height && box.top <= innerHeight / 3 && (!nearest || box.top > nearest.top))
        nearest = { id: each.id, top: box.top };
    }
    return nearest;
  };
  const reload = () => {
    try {
      const open = [...document.querySelectorAll("details")].map((each) => each.open);
      const place = { path: location.pathname, x: scrollX, y: scrollY, nearest: inView(), open };
      sessionStorage.setItem(PLACE, JSON.stringify(place));
      history.scrollRestoration = "manual";
    } catch {}
    location.reload();
  };
  const goBack = () => {
    let place;
    try {
      place = JSON.parse(sessionStorage.getItem(PLACE));
      sessionStorage.removeItem(PLACE);
    } catch {}
    if (!place || place.path !== location.pathname) return;
    const folds = document.querySelectorAll("details");
    if (folds.length === place.open.length) folds.forEach((each, index) => (each.open = place.open[index]));
    let hasMoved = false;
    for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"])
      addEventListener(kind, () => (hasMoved = true), { once: true, passive: true, capture: true });
    const scroll = () => {
      const anchor = place.nearest && document.getElementById(place.nearest.id);
      const top = anchor ? scrollY + anchor.getBoundingClientRect().top - place.nearest.top : place.y;
      scrollTo({ left: place.x, top, behavior: "instant" });
    };
    scroll();
    // What comes late may push it away; but whoever has moved on meanwhile is left alone.
    addEventListener("load", () => {
      if (!hasMoved) scroll();
      history.scrollRestoration = "auto";
    });
  };

  // The problems, over the page, as the page's own style cannot reach them.
  let shown = "";
  let host;
  const show = (problems) => {
    if (problems === shown) return; // Whoever has closed it need not close it again.
    shown = problems;
    host?.remove();
    if (!problems) return;
    host = document.createElement("div");
    host.id = "digest-problems";
    const root = host.attachShadow({ mode: "open" });
    root.innerHTML =
      '<link rel="stylesheet" href="/_digest/live.css">' +
      '<dialog class="problems" aria-labelledby="title"><div class="top"><h1 id="title">The site could not be built</h1>' +
      '<button type="button">Close</button></div><div class="list" tabindex="0">' +
      problems +
      '</div><p class="foot">The pages are those that could be built. This goes away when the errors are mended; Esc closes it.</p></dialog>';
    const dialog = root.querySelector("dialog");
    root.querySelector("button").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", ({ target }) => target.getRootNode().host.remove());
    host.addEventListener("keydown", (event) => event.stopPropagation()); // The page's own keys rest meanwhile.
    const link = root.querySelector("link");
    const open = () => host.isConnected && !dialog.open && dialog.showModal();
    link.addEventListener("load", open);
    link.addEventListener("error", open);
    document.body.append(host);
  };

  const number = (name) => Number(name.split("-")[1]);
  const session = (name) => name.split("-")[0];
  const hear = (news) => {
    const isLate = session(news.build) === session(build) && number(news.build) < number(build);
    if (isLate) return;
    const isNew = news.build !== build;
    build = news.build;
    if (isAlone) return isNew ? reload() : undefined;
    show(news.problems);
    if (!isNew) return;
    const count = news.warnings === 1 ? "1 warning" : news.warnings + " warnings";
    if (news.warnings) console.info("digest: " + count + "; the terminal shows what they are");
    const own = parts();
    if (!news.changed || news.changed.some((path) => own.has(path))) reload();
  };

  if (!isAlone) goBack();
  let worker;
  try {
    worker = self.SharedWorker ? new SharedWorker("/_digest/worker.js").port : new Worker("/_digest/worker.js");
  } catch {
    return console.warn("digest: this page's policy does not let it be told of changes");
  }
  worker.onmessage = ({ data }) => hear(data);
  worker.postMessage({ since: build });
  addEventListener("pagehide", () => worker.postMessage({}));
  addEventListener("pageshow", (event) => event.persisted && worker.postMessage({ since: build }));
})();
