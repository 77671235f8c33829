// Figures in large: a plate opens a dialog in which one moves, enlarges and turns pictures.
(() => {
  const viewer = document.getElementById("viewer");
  if (!viewer.showModal) return;
  const [count, file, stage, caption] = viewer.querySelectorAll("[data-part]");
  const image = new Image();
  image.draggable = false;
  const state = { scale: 1, x: 0, y: 0 };
  let plates, at;

  // Enlarge by a factor; what is at a point, counted from the middle of the stage, stays there.
  const zoom = (factor, at = [0, 0]) => {
    const before = state.scale;
    const scale = (state.scale = Math.min(Math.max(before * factor, 1), 8));
    ["x", "y"].forEach((axis, n) => {
      const side = ["Width", "Height"][n];
      const slack = Math.max(0, image["offset" + side] * scale - stage["client" + side]) / 2;
      const moved = at[n] - ((at[n] - state[axis]) * scale) / before;
      state[axis] = Math.min(Math.max(moved, -slack), slack);
    });
    image.style.transform = `translate(${state.x}px, ${state.y}px) scale(${scale})`;
  };
  const shape = (plate) => ["width", "height"].map((side) => plate.firstChild.getAttribute(side) || 1);
  // The width of a picture that fits a box. Few pixels are not enlarged.
  const fitting = (plate, width, height) => {
    const [own, high] = shape(plate);
    return Math.min(width, (height * own) / high, plate.matches(".figure-tiny") ? own : width);
  };
  const fit = () => {
    const [own, high] = shape(plates[at]);
    image.width = fitting(plates[at], stage.clientWidth, stage.clientHeight);
    image.height = (image.width * high) / own;
    zoom(0);
  };
  const show = (place) => {
    at = (place + plates.length) % plates.length;
    const [plate, picture] = [plates[at], plates[at].firstChild];
    const words = plate.parentElement.querySelector("figcaption");
    image.src = plate.href || picture.src;
    image.alt = picture.alt;
    count.textContent = at + 1 + " / " + plates.length;
    file.hidden = !plate.href;
    file.href = image.src;
    caption.lang = plate.closest("[lang]").lang;
    caption.replaceChildren(...(words ? words.cloneNode(true).childNodes : []));
    viewer.toggleAttribute("data-single", plates.length < 2);
    fit();
  };
  const step = (by) => plates.length > 1 && show(at + by);
  const move = (x, y) => {
    state.x += x;
    state.y += y;
    zoom(1);
  };

  // Only a picture that the window, or its own pixels, can show larger than the page.
  const open = (plate, event) => {
    const { clientWidth, clientHeight } = plate.firstChild;
    const larger = Math.max(fitting(plate, innerWidth, innerHeight), shape(plate)[0]);
    if (larger < fitting(plate, clientWidth, clientHeight) * 1.15) return;
    event.preventDefault();
    plates = [...(plate.closest(".paper") || document).querySelectorAll("a.plate")];
    plate.focus({ preventScroll: true });
    stage.append(image);
    viewer.showModal();
    show(plates.indexOf(plate));
  };
  for (const plate of document.querySelectorAll("a.plate:not(.figure-tiny)")) {
    plate.addEventListener("click", (event) => {
      if (!(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) open(plate, event);
    });
    if (plate.href) continue;
    plate.tabIndex = 0;
    plate.setAttribute("role", "button");
    plate.addEventListener("keydown", (event) => [" ", "Enter"].includes(event.key) && open(plate, event));
  }

  viewer.addEventListener("close", () => {
    image.remove();
    const last = plates[at];
    if (last === document.activeElement) return;
    if (last.tabIndex < 0) last.tabIndex = -1;
    last.focus();
  });
  addEventListener("resize", () => viewer.open && fit());
  // A row that scrolls takes the keys that scroll it.
  const rows = new ResizeObserver((all) => {
    for (const { target } of all) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const row of document.querySelectorAll(".figures[role]")) rows.observe(row);

  // Arrows move an enlarged picture; else they turn to the next, and scroll a long caption.
  const arrow = (x, y) => () => {
    if (state.scale > 1) move((-x * stage.clientWidth) / 4, (-y * stage.clientHeight) / 4);
    else if (x) step(x);
    else caption.scrollBy(0, y * 40);
  };
  const keys = {
    ArrowLeft: arrow(-1, 0),
    ArrowRight: arrow(1, 0),
    ArrowUp: arrow(0, -1),
    ArrowDown: arrow(0, 1),
    PageUp: () => step(-1),
    PageDown: () => step(1),
    "+": () => zoom(2),
    "=": () => zoom(2),
    "-": () => zoom(0.5),
    0: () => zoom(0),
  };
  viewer.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  viewer.addEventListener("click", ({ target }) => keys[target.dataset.key]?.());

  // One finger moves an enlarged picture or turns to the next, two enlarge, two taps too. A tap on an enlarged picture
  // brings its place to the middle.
  const fingers = new Map();
  let first, alone, turns, tapped = 0;
  const middle = (points) => {
    const box = stage.getBoundingClientRect();
    const mean = (side) => points.reduce((sum, each) => sum + each[side], 0) / points.length;
    return [mean("clientX") - box.left - box.width / 2, mean("clientY") - box.top - box.height / 2];
  };
  const spread = ([a, b]) => (b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1 : 1);
  const on = (name, act) => stage.addEventListener(name, act);
  on("wheel", (event) => (event.preventDefault(), zoom(2 ** (-event.deltaY / 300), middle([event]))));
  on("pointerdown", (event) => {
    if (event.button) return;
    alone = !fingers.size;
    if (alone) [first, turns] = [event, state.scale === 1];
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
  });
  on("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = [...fingers.values()];
    const after = [...fingers.set(event.pointerId, event).values()];
    const [[ax, ay], to] = [middle(before), middle(after)];
    state.x += to[0] - ax;
    state.y += to[1] - ay;
    zoom(spread(after) / spread(before), to);
  });
  on("pointercancel", (event) => fingers.delete(event.pointerId));
  on("pointerup", (event) => {
    if (!fingers.delete(event.pointerId) || fingers.size) return;
    const [x, y] = [event.clientX - first.clientX, event.clientY - first.clientY];
    const tap = alone && Math.hypot(x, y) <= 8;
    const twice = tap && event.timeStamp - tapped < 320;
    const to = middle([event]);
    if (twice) zoom(state.scale > 1 ? 0 : 2.5, to);
    else if (tap) move(-to[0], -to[1]);
    else if (alone && turns && Math.abs(x) > 48) step(x < 0 ? 1 : -1);
    tapped = tap && !twice ? event.timeStamp : 0;
  });
})();
