// What only scripts use is made by them, in the place of elements such as <d-switch>, as soon as each is parsed: nothing
// moves, and pages stay small.
(() => {
  const { labels, make } = digest;
  const button = (attributes, text) => make("button", attributes, make("span", {}, text));
  const scheme = (name) => make("span", { class: "scheme-" + name }, labels["scheme_" + name]);
  const view = (name) => [
    make(
      "button",
      {
        "data-set-view": name,
        "aria-pressed": name === document.documentElement.dataset.view,
        "aria-label": `${labels["view_" + name]}: ${labels[`view_${name}_full`]}`,
      },
      labels["view_" + name],
    ),
    " ",
  ];
  const hidden = (...parts) => make("span", { class: "hidden" }, ...parts);
  const paragraph = (part) => make("p", { class: "scripted" }, part);
  const parts = {
    // The view switch: both languages, Chinese, English.
    switch: () => [
      make("div", { class: "switch scripted", role: "group", "aria-label": labels.view }, ...["both", "zh", "en"].flatMap(view)),
    ],
    // The link to the reading list, with the number of its papers.
    list: (href) => [
      make(
        "a",
        { class: "to-list scripted", href, title: labels.list },
        hidden(labels.list, " "),
        make("span", { class: "count", "data-list-count": "" }),
      ),
    ],
    // The button for the colour scheme: auto, light, dark.
    scheme: () => [
      make(
        "button",
        { class: "scheme scripted", "data-cycle-theme": "" },
        hidden(labels.scheme, ": ", ...["auto", "light", "dark"].map(scheme)),
      ),
    ],
    // In the footer: the reading list, and the button that lists the keys.
    more: (href) => [
      paragraph(make("a", { href }, labels.list)),
      paragraph(make("button", { class: "plain", "data-open": "keys" }, `${labels.keys} `, make("kbd", {}, "?"))),
    ],
    // Of a paper: whether it is read; sharing.
    seen: () => [button({ "data-seen": "", "aria-pressed": false }, labels.seen)],
    share: () => [button({ class: "share scripted" }, labels.share)],
  };
  for (const [name, part] of Object.entries(parts))
    customElements.define(
      "d-" + name,
      class extends HTMLElement {
        connectedCallback() {
          const made = part(this.getAttribute("href"));
          made[0].ariaCurrent = this.ariaCurrent;
          this.replaceWith(...made);
        }
      },
    );
})();
