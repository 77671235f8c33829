// The address of the search page holds what is asked, with the filters: `?q=...&cat=CV,CL&from=2023-02-01`. Values are
// separated by commas, one that has a comma is in quotes.
(() => {
  const { fold } = digest.words;

  const LISTS = ["cat", "area", "tag", "author", "affil", "venue", "month", "not"];
  const DAYS = ["from", "to"];
  const FLAGS = ["code", "unread"];

  const split = (text) =>
    (text.match(/"[^"]*"|[^,]+/g) || []).map((value) => value.replace(/^"|"$/g, "").trim()).filter(Boolean);
  const join = (values) => values.map((value) => (value.includes(",") ? `"${value}"` : value)).join();
  const read = () => {
    const asked = new URLSearchParams(location.search);
    const state = { q: asked.get("q") || "" };
    for (const name of LISTS) state[name] = split(asked.getAll(name).join());
    for (const name of DAYS) state[name] = asked.get(name) || "";
    for (const name of FLAGS) state[name] = asked.get(name) === "1";
    return state;
  };
  const write = (state) => {
    const pairs = Object.entries(state).map(([name, value]) => [
      name,
      value === true ? "1" : Array.isArray(value) ? join(value) : value || "",
    ]);
    const query = pairs
      .filter(([, value]) => value)
      .map(([name, value]) => name + "=" + encodeURIComponent(value).replaceAll("%2C", ","))
      .join("&");
    return query ? "?" + query : location.pathname;
  };
  const has = (state, name, value) =>
    FLAGS.includes(value) ? state[value] : state[name].some((each) => fold(each) === fold(value));
  const toggled = (state, name, value) => {
    if (FLAGS.includes(value)) return { ...state, [value]: !state[value] };
    if (DAYS.includes(name)) return { ...state, [name]: "" };
    const others = state[name].filter((each) => fold(each) !== fold(value));
    return { ...state, [name]: others.length < state[name].length ? others : [...others, value] };
  };
  const filters = (state) => Object.entries(state).filter(([name, value]) => name !== "q" && value.length !== 0 && value);

  digest.address = { LISTS, DAYS, FLAGS, read, write, has, toggled, filters };
})();
