// Searches the library part by part, newest first: by the index where it decides, in the texts where it does not.
(() => {
  const { COLUMNS, NAMES, TESTS, ofColumns, ofPaper, ordered, isOutside, planOf } = digest.filters;
  const { folded } = digest.queries;
  const { isIn, marksIn, sentenceOf, textsOf } = digest.sentences;

  // A page of results ends at one of these. Files that are asked for at once, and texts that are read rather than the
  // next file of the index, are few.
  const [RESULTS, REQUESTS, WAVE, FEW] = [10, 6, 3, 3];
  // So many are one page if there cannot be more.
  const WHOLE = 30;
  // Requests without any result after which a page ends all the same. Each next one may make twice as many.
  const FRUITLESS = 54;

  const before = (one, other) => other.score - one.score || other.n - one.n;

  digest.search = (library) => {
    let current;

    const run = (query, filters = {}, { signal, onProgress = () => {}, language = "zh" } = {}) => {
      const { terms, left, tests, steps } = planOf(query, filters);
      const nameTests = tests.filter(({ field }) => NAMES.includes(field));
      const facetTests = tests.filter(({ field }) => !NAMES.includes(field));
      const passes = (some, of) => some.every(({ test }) => test(of));
      // How common keys are, from the newest part that was asked about them.
      const shares = new Map();
      const share = (step) => Math.min(...step.keys.map((key) => shares.get(key) ?? 1));
      const cost = (one, other) =>
        !!one.out - !!other.out ||
        share(one) - share(other) ||
        other.keys[0].length - one.keys[0].length ||
        ordered(one.keys[0], other.keys[0]);

      // There may be more results although all is searched: a page has a few.
      const result = { results: [], count: 0, searched: { papers: 0, of: 0, since: "" }, state: "busy", more: true };
      let parts;
      let next = 0; // the part to search
      let part; // the one that is being searched
      let searched = [];
      let asked = 0; // requests before this page

      const check = (value) => {
        if (signal?.aborted || current !== result) throw new DOMException("The query has changed.", "AbortError");
        return value;
      };
      const spent = () => library.requests - asked;
      let patience = FRUITLESS;
      // Whether a page may ask for so many files more.
      const may = (requests) => !spent() || spent() + requests <= (result.results.length ? REQUESTS : patience);
      const isSearched = () => next === parts.length && searched.every(({ unsure }) => unsure === 0);
      const isFew = () =>
        next === parts.length && searched.reduce((sum, { hits, unsure }) => sum + hits.size + (unsure ?? WHOLE), 0) <= WHOLE;
      const tell = () => {
        result.count = 0;
        let papers = 0;
        for (const each of searched) {
          result.count += each.hits.size;
          papers += each.card.papers - (each.unsure ?? each.card.papers);
          if (each.unsure === 0) result.searched.since = each.card.first;
        }
        result.searched.papers = papers;
        onProgress(result);
      };
      // Long work in memory lets the page breathe.
      let rested = performance.now();
      const rest = async () => {
        if (performance.now() - rested < 12) return;
        tell();
        await new Promise((resolve) => setTimeout(resolve));
        rested = performance.now();
        check();
      };

      const open = (card) => {
        part = { card, known: new Map(), steps: steps.slice().sort(cost), hits: new Set(), at: 0, held: [], stride: 0 };
        part.left = isOutside(card, tests) ? [] : [...Array(card.papers).keys()].reverse();
        searched.push(part);
      };
      const chunkOf = (n) => Math.floor(n / part.card.size);
      const isMany = () => new Set(part.left.map(chunkOf)).size > FEW;

      // Which papers of the part have a key, in their titles and at all.
      const look = async (card, key) => {
        const found =
          key[0] === "*" ? await library.character(card, key.slice(1)) : await library.postings(card, [key]);
        const [title, all] = ["title", "all"].map((place) => new Set([...found.values()].flatMap((each) => each?.[place] ?? [])));
        part.known.set(key, { title, all });
        if (!shares.has(key)) shares.set(key, all.size / card.papers);
      };

      // Narrow the part by its index, its facets and its names, a wave of files at a time. False: the page is full.
      const narrow = async () => {
        const { card, known } = part;
        const keep = (test) => (part.left = part.left.filter(test));
        while (part.steps.length && part.left.length && isMany()) {
          // Rare keys come alone: there may be nothing.
          const isRare = next > 1 && share(part.steps[0]) * card.papers < 8;
          const keysOf = (steps) => [...new Set(steps.flatMap((step) => step.keys))].filter((key) => !known.has(key));
          let wave = part.steps.slice(0, isRare ? 1 : WAVE);
          if (keysOf(wave).length > REQUESTS) wave = wave.slice(0, 1);
          const wanted = keysOf(wave);
          if (!may(wanted.length)) return false;
          await Promise.all(wanted.map((key) => look(card, key)));
          check();
          part.steps.splice(0, wave.length);
          for (const { keys, stays } of wave) keep((n) => stays((key) => known.get(key).all.has(n)));
        }
        const load = async (file, some) => {
          if (!some.length || part[file] || !part.left.length || !isMany()) return true;
          if (!may(1)) return false;
          part[file] = check(await library[file](card));
          keep((n) => passes(some, ofColumns(part[file], n)));
          return true;
        };
        if (!(await load("facets", facetTests)) || !(await load("names", nameTests))) return false;
        rank();
        return true;
      };
      // In the order of the best that a paper can be; what the index cannot tell is read in the texts.
      const rank = () => {
        const { card, known } = part;
        const isDecided = (term) => term.whole && known.has(term.keys[0]);
        const has = (n) => (key) => !known.has(key) || known.get(key).all.has(n);
        // A key that was asked for by one step says something to the others, which may have been left out.
        const found = part.left.filter(
          (n) =>
            terms.every((term) => term.keys.every(has(n))) &&
            !left.some((term) => isDecided(term) && has(n)(term.keys[0])),
        );
        const isOpen =
          (facetTests.length && !part.facets) || (nameTests.length && !part.names) ||
          !terms.every(isDecided);
        const unknown = left.filter((term) => !isDecided(term));
        // Without keys, all papers might have the term in their titles.
        for (const term of terms)
          term.weight = term.keys.length && Math.log2(2 + 1 / Math.max(1 / 4096, Math.min(1, ...term.keys.map((key) => shares.get(key) ?? 1))));
        const inTitle = (n) => (term) => term.keys.every((key) => !known.has(key) || known.get(key).title.has(n));
        part.queue = found.map((n) => ({
          n,
          score: scoreOf(terms.filter(inTitle(n))),
          isSure: !isOpen && !unknown.some((term) => term.keys.every(has(n))),
        }));
        if (terms.length) part.queue.sort(before);
        for (const { n, isSure } of part.queue) if (isSure) part.hits.add(n);
        part.unsure = part.queue.filter(({ isSure }) => !isSure).length;
      };
      const scoreOf = (found) => found.reduce((sum, { weight }) => sum + weight, 0);

      const matches = (paper) => {
        const { all } = textsOf(paper);
        return (
          terms.every(({ literal }) => isIn(all, literal)) &&
          !left.some(({ literal }) => isIn(all, literal)) &&
          passes(tests, ofPaper(paper))
        );
      };

      // Show what nothing can come before any more.
      const show = (full) => {
        const had = result.results.length;
        while (result.results.length < full && part.held.length) {
          const waiting = part.queue[part.at];
          if (waiting && before(waiting, part.held[0]) < 0) break;
          const { paper, score } = part.held.shift();
          result.results.push({ paper, tier: score ? 0 : 1, sentence: sentenceOf(paper, terms, language) });
        }
        return result.results.length > had;
      };
      // Read the texts of the next few. False: the page is full.
      const read = async (full) => {
        const { card, queue } = part;
        if (!may(1)) return false;
        const room = REQUESTS - (spent() % REQUESTS);
        const wanted = Math.max(full - result.results.length - part.held.length, part.stride, 1);
        const chunks = new Set();
        let end = part.at;
        for (; end < queue.length; end++) {
          const chunk = chunkOf(queue[end].n);
          if (!chunks.has(chunk) && (chunks.size === room || end - part.at >= wanted)) break;
          chunks.add(chunk);
        }
        const batch = queue.slice(part.at, end);
        // All are asked for at once, and shown as they come.
        const loads = batch.map(({ n }) => library.papers(card, [n]));
        for (const load of loads) load.catch(() => {});
        let hits = 0;
        for (const [at, { n, isSure }] of batch.entries()) {
          const [paper] = check(await loads[at]);
          part.at++;
          if (!isSure) part.unsure--;
          if (isSure || matches(paper)) {
            hits++;
            part.hits.add(n);
            const { titles } = textsOf(paper);
            part.held.push({ n, paper, score: scoreOf(terms.filter(({ literal }) => isIn(titles, literal))) });
            part.held.sort(before);
          }
          if (show(full)) tell();
          await rest();
        }
        part.stride = hits ? 0 : 2 * batch.length;
        return true;
      };

      const turn = async () => {
        let full = result.results.length + RESULTS;
        const isFirst = !parts;
        parts ??= check(await library.parts());
        // A long list of parts is as large as several files.
        asked = library.requests - (isFirst ? 1 + Math.floor(parts.length / 30) : 0);
        result.searched.of = parts.reduce((sum, card) => sum + card.papers, 0);
        while (result.results.length < full || isFew()) {
          if (isFew()) full = WHOLE;
          if (!part) {
            if (next === parts.length) break;
            open(parts[next++]);
          }
          if (!part.queue && !(await narrow())) break;
          tell();
          show(full);
          if (part.at < part.queue.length) {
            if (result.results.length === full || !(await read(full))) break;
          }
          if (part.at === part.queue.length && !part.held.length) part = undefined;
          await rest();
        }
        tell();
        result.more = !!part || next < parts.length;
        if (!result.results.length) patience *= 2;
        if (isSearched()) result.state = result.count ? "done" : "none";
        return result;
      };

      let turning;
      result.next = () => {
        if (!result.more) return Promise.resolve(result);
        turning ??= turn().finally(() => (turning = undefined));
        return turning;
      };
      // Where the terms are in a text that is shown whole, as a title.
      result.mark = (text) => marksIn(text, terms);

      // How many of the papers found so far have a term. Names are many: only if asked for.
      result.counts = async ({ names = true } = {}) => {
        // Spellings that the search takes for the same are counted as one.
        const counts = {};
        const spellings = {};
        for (const kind of [...Object.keys(COLUMNS), "month", "code", "unread"]) counts[kind] = new Map();
        const spellingOf = (kind, value) => {
          const known = (spellings[kind] ??= new Map());
          if (!known.has(value)) {
            const plain = folded(value);
            if (!known.has(plain)) known.set(plain, value);
            known.set(value, known.get(plain));
          }
          return known.get(value);
        };
        const add = (kind, values) => {
          for (const value of new Set(values.map((each) => spellingOf(kind, each)))) counts[kind].set(value, (counts[kind].get(value) ?? 0) + 1);
        };
        for (const { card, hits } of searched.filter(({ hits }) => hits.size)) {
          const [facets, people] = await Promise.all([library.facets(card), names ? library.names(card) : {}]);
          for (const n of hits) {
            const of = ofColumns({ ...facets, ...people }, n);
            for (const kind of Object.keys(COLUMNS)) if (names || !NAMES.includes(kind)) add(kind, [of(COLUMNS[kind])].flat().filter(Boolean));
            add("month", [of("day").slice(0, 7)]);
            for (const kind of ["code", "unread"]) if (TESTS[kind]()(of)) add(kind, ["1"]);
          }
        }
        return counts;
      };
      return (current = result);
    };
    return { parse: digest.queries.parse, run };
  };
})();
