// Whoever wants the other language alone is told once that it has an edition.
(() => {
  const { find, make, recall, remember, words } = digest;
  const { lang } = document.documentElement;
  const twin = find(".twin");
  let offer;
  digest.offer = (view) => {
    offer?.remove();
    if (!twin || view === "both" || view === lang.slice(0, 2) || recall("offer", ["", "made"]) === "made") return;
    remember("offer", "made");
    const link = make("a", { href: twin.href, hreflang: twin.lang }, twin.title);
    const close = make("button", { "data-dismiss": "", "aria-label": words.close, lang }, "×");
    offer = make("p", { class: "offer", lang: twin.lang, role: "status" }, link, close);
    find(".site-footer").prepend(offer);
  };
  if (digest.chosen) digest.offer(digest.chosen);
})();
