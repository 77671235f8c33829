// The list of headlines follows the reader, and the bar at the foot gets out of the way.
(() => {
  const { find, findAll, recall, remember, site } = digest;
  const list = find(".rail .headlines");
  const papers = findAll(".papers .paper");
  const count = papers.length;

  if (list) {
    const links = findAll("a", list);
    const marks = findAll("[data-progress]");
    const ways = findAll(".resume");
    const ids = papers.map((paper) => paper.id);
    // Where the reader was last time in this issue, if there is more to read. Kept are the last papers of twenty issues.
    const key = "place" + site;
    const places = () => (recall(key) ?? "").split(" ");
    let stop = ids.indexOf(places().find((id) => ids.includes(id)));
    const offer = (place) => {
      stop = place;
      for (const way of ways) {
        way.textContent = way.dataset.text.replace("#", stop + 1);
        way.href = "#" + ids[stop];
        way.hidden = false;
      }
    };
    if (stop > 0 && stop < count - 1) offer(stop);
    let current;
    // With read marks: what comes behind the last that was read, and from there the first that was not.
    digest.resume = (isRead) => {
      const read = ids.map((id) => isRead(id.slice(2)));
      const from = stop > 0 ? stop : read.lastIndexOf(true) + 1;
      const next = read.indexOf(false, from);
      if (from > 0 && next > 0 && current <= stop) offer(next);
    };

    const follow = () => {
      const line = innerHeight * 0.2;
      const atEnd = scrollY > 0 && scrollY + innerHeight >= document.scrollingElement.scrollHeight - 2;
      const at = atEnd ? count - 1 : papers.findLastIndex((paper) => paper.getBoundingClientRect().top <= line);
      if (at === current) return;
      links[current]?.removeAttribute("aria-current");
      current = at;
      for (const mark of marks) mark.textContent = `${at + 1}/${count}`;
      find(".progress")?.style.setProperty("--part", (at + 1) / count);
      const link = links[at];
      if (!link) return void (list.scrollTop = 0);
      link.setAttribute("aria-current", "true");
      // Scrolls only the list, never the page.
      const [box, frame] = [link, list].map((each) => each.getBoundingClientRect());
      list.scrollTop += Math.min(0, box.top - frame.top - 48) + Math.max(0, box.bottom - frame.bottom + 48);
      // A look at the first papers does not lose the place.
      if (at < 0 || at < stop) return;
      stop = 0;
      for (const way of ways) way.hidden = true;
      remember(key, [...places().filter((id) => !ids.includes(id)), ids[at]].slice(-20).join(" "));
    };
    follow();
    const eye = new IntersectionObserver(follow, { rootMargin: "-20% 0% -79% 0%" });
    for (const paper of papers) eye.observe(paper);
    addEventListener("scrollend", follow);
  }

  // Away while the reader moves on, back when they turn. A view that is chosen here moves the page, not the reader.
  const bar = find(".phone-bar");
  if (!bar) return;
  // Copies of older templates wait for a script to show their bar.
  if (bar.hidden) for (const each of [bar, ...findAll("button", bar)]) each.hidden = false;
  let last = 0;
  let chosen;
  bar.addEventListener("click", () => (chosen = true));
  for (const type of ["pointerdown", "wheel", "keydown"]) addEventListener(type, () => (chosen = false), true);
  const move = () => {
    if (!chosen && Math.abs(scrollY - last) > 3)
      bar.toggleAttribute("data-away", scrollY > last && !find(".phone-bar :focus-visible"));
    last = scrollY;
  };
  move();
  addEventListener("scroll", move);
  bar.addEventListener("click", ({ target }) => target.matches("[data-up]") && scrollTo(0, 0));
})();
