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

  viewer.addEventListener("close", () => image.remove());
  addEventListener("resize", () => viewer.open && fit());
  // A row that scrolls takes the keys that scroll it.
  const rows = new ResizeObserver((all) => {
    for (const { target } of all) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const row of document.querySelectorAll(".figures[role]")) rows.observe(row);

  const keys = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), 0: () => zoom(0) };
  keys["+"] = keys["="] = () => zoom(2);
  keys["-"] = () => zoom(0.5);
  viewer.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey || keys[key]?.());
  viewer.addEventListener("click", ({ target }) => keys[target.dataset.key]?.());

  // One finger moves an enlarged picture or turns to the next, two enlarge, two taps too.
  const fingers = new Map();
  let moved, tapped = 0;
  const middle = (points) => {
    const box = stage.getBoundingClientRect();
    const mean = (side) => points.reduce((sum, each) => sum + each[side], 0) / points.length;
    return [mean("clientX") - box.left - box.width / 2, mean("clientY") - box.top - box.height / 2];
  };
  const spread = ([a, b]) => (b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1 : 1);
  const on = (name, act) => stage.addEventListener(name, act);
  on("wheel", (event) => (event.preventDefault(), zoom(2 ** (-event.deltaY / 300), middle([event]))));
  on("pointerdown", (event) => {
    if (!fingers.size) moved = 0;
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
  });
  on("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = [...fingers.values()];
    const after = [...fingers.set(event.pointerId, event).values()];
    const [[ax, ay], to] = [middle(before), middle(after)];
    moved += to[0] - ax;
    state.x += to[0] - ax;
    state.y += to[1] - ay;
    zoom(spread(after) / spread(before), to);
  });
  on("pointercancel", (event) => fingers.delete(event.pointerId));
  on("pointerup", (event) => {
    if (!fingers.delete(event.pointerId) || fingers.size) return;
    if (Math.abs(moved) > 8) {
      if (state.scale === 1 && Math.abs(moved) > 48) step(moved < 0 ? 1 : -1);
    } else if (event.timeStamp - tapped < 320) zoom(state.scale > 1 ? 0 : 2.5, middle([event]));
    else return void (tapped = event.timeStamp);
    tapped = 0;
  });
})();
