// The sheet of headlines that the bar at the foot opens.
(() => {
  const { find, make, words } = digest;
  const list = find(".rail .headlines");
  if (!list) return;
  find("#sheet")?.remove(); // of a copy of an older template
  const name = list.getAttribute("aria-label");
  const close = make("button", { "data-close": "" }, words.close);
  const head = make("p", { class: "sheet-head" }, make("span", { class: "label" }, name), " ", close);
  const copy = make("div", { class: "headlines" });
  const sheet = make("dialog", { id: "sheet", class: "sheet", "aria-label": name }, head, copy);
  document.body.append(sheet);
  // Filled whenever it is opened, as the list has marks.
  sheet.showModal = () => {
    copy.replaceChildren(...list.cloneNode(true).children);
    const here = find("[aria-current]", copy);
    if (here) here.autofocus = true;
    HTMLDialogElement.prototype.showModal.call(sheet);
  };
  sheet.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    sheet.close();
    location = link.href;
    find(`[id="${link.hash.slice(1)}"] a`).focus();
  });
})();
