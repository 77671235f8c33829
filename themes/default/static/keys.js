// The keys, and the dialog that lists them.
(() => {
  const { find, findAll, make, open, words } = digest;

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
  Object.assign(digest, { goTo, reached });
  Object.assign(digest.keys, {
    j: () => go(1),
    k: () => go(-1),
    o: () => {
      const stop = document.activeElement.closest(STOPS) || current || find(STOPS);
      const link = stop && title(stop);
      link?.click();
    },
    "?": () => open("#keys"),
  });

  const keys = [
    ["j k", words.keys_paper],
    ["o", words.keys_open],
    !("monolingual" in document.documentElement.dataset) && ["b", words.keys_view],
    find("[name=q]") && ["/", words.search],
    ["s", words.keys_star],
    ["n", words.keys_unread],
    ["u", words.keys_seen],
    ["?", words.keys_help],
  ];
  const row = ([names, text]) => {
    const term = make("dt", {}, ...names.split(" ").flatMap((name) => [make("kbd", {}, name), " "]));
    return make("div", {}, term, make("dd", {}, text));
  };
  const toggle = make("input", { type: "checkbox", "data-keys": "" });
  const dialog = make(
    "dialog",
    { id: "keys", class: "keys", "aria-labelledby": "keys-title" },
    make("h2", { id: "keys-title" }, words.keys),
    make("dl", {}, ...keys.filter(Boolean).map(row)),
  );
  // Without storage the keys cannot be turned off.
  try {
    toggle.checked = localStorage.getItem("digest.keys") !== "off";
    toggle.addEventListener("change", () => localStorage.setItem("digest.keys", toggle.checked ? "on" : "off"));
    dialog.append(make("p", {}, make("label", {}, toggle, " ", words.keys_on)));
  } catch {}
  dialog.append(make("button", { "data-close": "", autofocus: "" }, words.close));
  document.body.append(dialog);
})();
