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
      setTimeout(() => (history.scrollRestoration = "auto")); // At once, the browser would scroll to where it was itself.
    });
  };

  // An element over the page, in a shadow tree, which the page's own style cannot reach.
  const add = (id, html) => {
    const host = document.createElement("div");
    host.id = id;
    host.attachShadow({ mode: "open" }).innerHTML = '<link rel="stylesheet" href="/_digest/live.css">' + html;
    host.addEventListener("keydown", (event) => event.stopPropagation()); // The page's own keys rest meanwhile.
    document.body.append(host);
    return host;
  };
  const addDialog = (id, title, list, foot) => {
    const host = add(
      id,
      '<dialog class="problems" aria-labelledby="title"><div class="top"><h1 id="title">' +
        title +
        '</h1><button type="button">Close</button></div><div class="list" tabindex="0">' +
        list +
        '</div><p class="foot">' +
        foot +
        " Esc closes this.</p></dialog>",
    );
    const root = host.shadowRoot;
    const dialog = root.querySelector("dialog");
    root.querySelector("button").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => host.remove());
    const link = root.querySelector("link");
    const open = () => host.isConnected && !dialog.open && dialog.showModal();
    link.addEventListener("load", open);
    link.addEventListener("error", open);
    return host;
  };

  let shown = "";
  let errors;
  const show = (problems) => {
    if (problems === shown) return; // Once closed, it stays closed.
    shown = problems;
    errors?.remove();
    if (problems)
      errors = addDialog(
        "digest-problems",
        "The site could not be built",
        problems,
        "The pages are those that could be built. This goes away when the errors are mended.",
      );
  };

  // A button in the corner; it opens the list.
  let badge;
  const warn = ({ warnings, listed }) => {
    badge?.remove();
    if (!warnings) return;
    const title = warnings === 1 ? "1 warning" : warnings.toLocaleString("en") + " warnings";
    badge = add("digest-warnings", '<button type="button" class="badge">' + title + "</button>");
    badge.shadowRoot
      .querySelector("button")
      .addEventListener("click", () =>
        addDialog("digest-warning-list", title, listed, "New ones come first. <code>digest check</code> shows all."),
      );
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
    warn(news);
    if (!isNew) return;
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
