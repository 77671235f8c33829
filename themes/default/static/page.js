// Comforts of a page that reads whole without them: dialogs, keys.
(() => {
  const { find, findAll, isShortcut, labels, make } = digest;
  const { src, dataset } = document.currentScript;

  // What is read to those who do not see it, and what is on paper only.
  if (!find("#status")) document.body.append(make("p", { id: "status", class: "toast", role: "status" }));
  const canonical = find("[rel=canonical]");
  if (canonical)
    find(".foot-words > :last-child:not(.print-only)")?.after(make("p", { class: "print-only" }, canonical.getAttribute("href")));
  for (const label of findAll(".cite-head > .label:only-child"))
    label.after(" ", make("button", { class: "copy plain scripted" }, make("span", {}, labels.copy_text)));

  const box = find(".seek [name=q]");
  if (box) {
    box.autocomplete = "off";
    box.setAttribute("aria-keyshortcuts", "/");
  }

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
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-open]");
    if (opener) open("#" + opener.dataset.open);
    if (target.closest("[data-close]") || target.matches("dialog")) target.closest("dialog").close();
  });

  // The skip link moves by hand, as the page for lost addresses has a base that would turn it into a way home.
  find(".skip-link").addEventListener("click", (event) => {
    event.preventDefault();
    const main = find("#main");
    main.focus();
    main.scrollIntoView();
  });

  // Keys

  // What they do is loaded later (keys.js, marks.js), but for the one that words follow at once.
  const keys = {
    "/": (box = find("[name=q]")) => (box?.offsetWidth ? box.select(box.focus()) : box?.form.submit()),
  };
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event) || !"jkosun/?".includes(event.key)) return;
    event.preventDefault();
    if (keys[event.key]) keys[event.key]();
    else later().then(() => keys[event.key]?.());
  });

  // Stars, read marks and sharing are loaded by the first touch, key or scroll, or when something is stored. Read are papers
  // that were opened: each adds a line.
  const site = " " + new URL("..", src).pathname;
  const kept = { list: "digest.list" + site, marks: "digest.marks" + site, place: "digest.place" + site };
  let late;
  const later = () =>
    (late ??= new Promise((done) => {
      const script = document.createElement("script");
      script.onload = done;
      script.src = dataset.later;
      document.head.append(script);
    }));
  Object.assign(digest, { keys, kept, later, open, site });
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
