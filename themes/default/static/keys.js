// The dialog that lists the keys.
(() => {
  const { find, words } = digest;
  const make = (tag, ...parts) => {
    const element = document.createElement(tag);
    element.append(...parts);
    return element;
  };

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
    const term = make("dt", ...names.split(" ").flatMap((name) => [make("kbd", name), " "]));
    return make("div", term, make("dd", text));
  };
  const title = make("h2", words.keys);
  const toggle = make("input");
  const close = make("button", words.close);
  const dialog = make("dialog", title, make("dl", ...keys.filter(Boolean).map(row)));
  dialog.id = "keys";
  dialog.className = "keys";
  title.id = "keys-title";
  dialog.setAttribute("aria-labelledby", title.id);
  toggle.type = "checkbox";
  toggle.dataset.keys = close.dataset.close = "";
  close.autofocus = true;
  // Without storage the keys cannot be turned off.
  try {
    toggle.checked = localStorage.getItem("digest.keys") !== "off";
    toggle.addEventListener("change", () => localStorage.setItem("digest.keys", toggle.checked ? "on" : "off"));
    dialog.append(make("p", make("label", toggle, " ", words.keys_on)));
  } catch {}
  dialog.append(close);
  document.body.append(dialog);
})();
