// Offer the edition in the other language, once, to a reader who chooses that language alone.
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
