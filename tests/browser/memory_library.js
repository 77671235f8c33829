// A library in memory, with the interface of `library.js`: for tests of the search engine.
digest.memoryLibrary = (papers, { limit = 64, size = 4, shards = 16 } = {}) => {
  const { keys } = digest.words;
  const had = new Set();
  const library = {};
  library.forget = () => {
    had.clear();
    library.requests = 0;
  };
  library.forget();
  const load = async (name) => {
    if (!had.has(name)) library.requests++;
    had.add(name);
    await 0;
  };
  const parts = [];
  for (let at = 0; at < papers.length; at += limit) {
    const own = papers.slice(at, at + limit);
    const index = new Map();
    own.forEach((paper, n) => {
      for (const [name, , text] of paper.fields)
        for (const key of keys(text)) {
          if (!index.has(key)) index.set(key, { title: [], all: [] });
          for (const list of name === "title" ? ["title", "all"] : ["all"])
            if (index.get(key)[list].at(-1) !== n) index.get(key)[list].push(n);
        }
    });
    const card = { name: `p${at}`, papers: own.length, first: own[0].day, last: own.at(-1).day, size };
    parts.unshift({ card, own, index });
  }
  const of = (card) => parts.find((each) => each.card === card);
  const shardOf = (key) => [...(/^[\u2e80-\u{3ffff}]/u.test(key) ? [...key][0] : key)].reduce((sum, c) => sum + c.codePointAt(0), 0) % shards;
  library.parts = async () => (await load("parts"), parts.map(({ card }) => card));
  library.postings = async (card, wanted) => {
    await Promise.all(wanted.map((key) => load(`${card.name}-${shardOf(key)}`)));
    return new Map(wanted.map((key) => [key, of(card).index.get(key) ?? { title: [], all: [] }]));
  };
  library.character = async (card, c) => {
    await load(`${card.name}-${shardOf(c)}`);
    return new Map([...of(card).index].filter(([key]) => key.startsWith(c)));
  };
  library.papers = async (card, numbers) => {
    await Promise.all(numbers.map((n) => load(`${card.name}-t${Math.floor(n / size)}`)));
    return numbers.map((n) => ((of(card).own[n].n = n), of(card).own[n]));
  };
  const columns = (card, names) => Object.fromEntries(names.map((name) => [name, of(card).own.map((paper) => paper[name])]));
  library.facets = async (card) => {
    await load(`${card.name}-f`);
    return columns(card, ["slug", "day", "categories", "areas", "tags", "venue", "code"]);
  };
  library.names = async (card) => {
    await load(`${card.name}-n`);
    return columns(card, ["authors", "affiliations"]);
  };
  return library;
};
