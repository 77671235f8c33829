// Comforts of a page that reads whole without them: keys, sharing.
(() => {
  const { find, findAll, isShortcut } = digest;

  // The menu shows where the reader is: it scrolls by itself, the page stays.
  const here = find(".site-nav [aria-current]");
  if (here) {
    const menu = here.closest("ul");
    menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;
  }

  // Dialogs

  const open = (dialog) => dialog.showModal && !dialog.open && dialog.showModal();
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) open(find("#" + opener.dataset.open));
    if (event.target.closest("[data-close]") || event.target.matches("dialog")) event.target.closest("dialog").close();
  });

  // The skip link moves by hand, as the page for lost addresses has a base that would turn it into a way home.
  find(".skip-link").addEventListener("click", (event) => {
    event.preventDefault();
    const main = find("#main");
    main.focus();
    main.scrollIntoView();
  });

  // Sharing: the system's sheet where there is one, else the address to the clipboard.

  const status = find("#status");
  const canonical = (path) => {
    const own = location.protocol === "file:" && find("link[rel=canonical]");
    return new URL(path, own ? own.href : document.baseURI).href;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".share");
    if (!button) return;
    const paper = button.closest(".paper");
    const shown = findAll(".titles .title", paper).find((each) => each.offsetHeight);
    const title = shown.dataset.text ?? shown.textContent;
    // None on the paper's own page.
    const link = find(".permalink", paper);
    const url = canonical(link ? link.getAttribute("href") : "");
    try {
      if (navigator.share && matchMedia("(pointer: coarse)").matches) return await navigator.share({ title, url });
      await navigator.clipboard.writeText(url);
    } catch (error) {
      if (error.name === "AbortError") return;
      return void prompt(button.textContent, url);
    }
    const label = find("span", button);
    const words = label.textContent;
    label.textContent = status.textContent = button.dataset.done;
    setTimeout(() => {
      label.textContent = words;
      status.textContent = "";
    }, 2000);
  });

  // Keys

  const STOPS = "article.paper, li.row, li.issue-row";
  const title = (stop) => find(".titles a, .row-title, .issue-name a", stop);
  let current = null;
  const go = (step) => {
    const stops = findAll(STOPS);
    const neighbour = find(".paper-neighbours a[rel=" + (step > 0 ? "next]" : "prev]"));
    if (document.body.classList.contains("kind-paper")) return neighbour && neighbour.click();
    // From where the reader is: the last one reached, if it is still in sight, else what is at the top of the window.
    const edge = Math.max(0, find(".site-header").getBoundingClientRect().bottom) + 24;
    const place = stops.map((stop) => stop.getBoundingClientRect());
    let at = stops.indexOf(current);
    if (at < 0 || place[at].bottom < 0 || place[at].top > innerHeight) {
      at = place.findLastIndex((box) => box.top < edge);
      if (step < 0 && at >= 0 && place[at].top < edge - 40) at += 1;
    }
    const next = stops[Math.min(Math.max(at + step, 0), stops.length - 1)];
    if (!next) return;
    current = next;
    const link = title(next);
    link?.focus({ preventScroll: true });
    next.scrollIntoView({ block: next.matches(".paper") ? "start" : "nearest" });
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    o: () => {
      const stop = document.activeElement.closest(STOPS) || current || find(STOPS);
      const link = stop && title(stop);
      link?.click();
    },
    "?": () => open(find("#keys")),
  };
  document.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (act && isShortcut(event)) {
      event.preventDefault();
      act();
    }
  });

  const toggle = find("[data-keys]");
  try {
    toggle.checked = localStorage.getItem("digest.keys") !== "off";
    toggle.addEventListener("change", () => localStorage.setItem("digest.keys", toggle.checked ? "on" : "off"));
  } catch {
    toggle.closest("p").remove();
  }
})();
