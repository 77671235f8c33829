// Paper cannot be unfolded: browsers without ::details-content get their folded texts opened while they print.
// Long lists of authors stay cut.
if (!CSS.supports("selector(::details-content)")) {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")].filter((each) => !each.closest(".authors"));
    opened.forEach((each) => (each.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((each) => (each.open = false)));
}
