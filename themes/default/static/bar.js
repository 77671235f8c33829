// The bar at the foot of narrow screens: contents, view, up. What it does comes with the scripts that are loaded later.
(() => {
  const { find, findAll, labels, make } = digest;
  const list = find(".rail .headlines");
  const bar = make("nav", { class: "phone-bar", "aria-label": labels.phone_bar });
  if (list)
    bar.append(
      find(".resume")?.cloneNode() ?? "",
      make("button", { "data-open": "sheet" }, labels.contents, " ", find("[data-progress]")?.cloneNode(true) ?? ""),
    );
  if (!("monolingual" in document.documentElement.dataset) && find("main :is(.in-zh, .in-en)")) {
    const view = (name) => make("span", { class: "view-" + name }, labels["view_" + name]);
    const name = make("span", { class: "hidden" }, labels.view);
    bar.append(make("button", { "data-cycle-view": "" }, name, " ", ...["both", "zh", "en"].map(view)));
  }
  if (bar.firstChild && !find(".phone-bar")) {
    bar.append(make("button", { "data-up": "", "aria-label": labels.up }, "↑"));
    document.body.append(bar);
  }

  if (!list) return;
  // Room for the longest of 0/10 to 10/10, so that nothing moves.
  for (const mark of findAll("[data-progress]")) mark.style.minWidth = `${2 * mark.textContent.length - 3}ch`;

  // The ends of the list fade where there is more of it.
  const fade = () => {
    const above = list.scrollTop;
    const rest = list.scrollHeight - list.clientHeight - above;
    list.dataset.more = (above > 1 ? "above " : "") + (rest > 1 ? "below" : "");
  };
  list.addEventListener("scroll", fade);
  const size = new ResizeObserver(fade);
  for (const each of [list, ...list.children]) size.observe(each);
})();
