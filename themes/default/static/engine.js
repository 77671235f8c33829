// Finds papers in the library: reads queries, searches part by part, ranks, and cuts out the sentences that matched.
(() => {
  const { fold, foldWithMap, keys, includes } = digest.words;

  // A page of results ends at one of these. Files that are asked for at once, and texts that are read rather than the
  // next file of the index, are few.
  const [RESULTS, REQUESTS, WAVE, FEW] = [10, 7, 3, 3];

  const folded = (text) => fold(text).trim();
  const isHan = (character) => !!character && keys(character + character).includes(character);
  const unique = (items, of) => [...new Map(items.map((item) => [of(item), item])).values()];
  const ordered = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

  // A literal text, and what the index knows of it: all papers with it have all its keys. `whole`: and only they.
  // A single Han character has all keys that begin with it; behind others it may not be the last.
  const termOf = (text) => {
    const literal = folded(text);
    const [last, before] = [...literal].reverse();
    let own = [...new Set(keys(literal))];
    if (isHan(last)) {
      own = own.filter((key) => key !== last);
      if (!isHan(before)) own.push("*" + last);
    }
    const whole = own.length === 1 && own[0].replace(/^\*/, "") === literal;
    return { text, literal, keys: own, whole };
  };

  // The query language

  const FIELDS = ["author", "affil", "cat", "tag", "area", "venue", "year"];
  const QUOTES = '"“”„‟＂〝〞〟';
  const QUOTED = `[${QUOTES}]([^${QUOTES}]*)[${QUOTES}]|「([^」]*)」|『([^』]*)』|«([^»]*)»`;
  const PHRASE = new RegExp(`${QUOTED}|[‘‛]([^’]*)’|'([^']*)'(?!\\S)`, "uy");
  const INNER = new RegExp(QUOTED, "uy");
  const UNBALANCED = new RegExp(`[${QUOTES}「」『』«»]`);
  const NAMED = /([a-zａ-ｚ]+)[:：]/iuy;

  const parse = (text) => {
    const query = { text, terms: [], not: [], clauses: [], notes: [] };
    const note = (kind, what) => query.notes.push({ kind, text: what });
    let at = 0;
    const take = (pattern) => {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (match) at = pattern.lastIndex;
      return match;
    };
    const quoted = () => take(PHRASE)?.slice(1).find((each) => each !== undefined);
    // Up to white space, or to a phrase that begins behind something that is no Latin letter: 图像“零样本”.
    const bare = (ends) => {
      const start = at;
      for (; at < text.length && !ends.test(text[at]); at++) {
        INNER.lastIndex = at;
        const before = text[at - 1];
        if (at > start && (isHan(before) || !/[\p{L}\p{N}]/u.test(before)) && INNER.test(text)) break;
      }
      const found = text.slice(start, at);
      if (UNBALANCED.test(found)) note("quote", found);
      return found;
    };
    const addTerm = (list, found) => {
      const term = termOf(found);
      if (term.literal) list.push(term);
      else note("empty", found);
    };

    while (take(/\s*/uy), at < text.length) {
      const start = at;
      const fresh = !at || /\s/.test(text[at - 1]);
      const not = !!(fresh && take(/[-－﹣‐-―−](?=\S)/uy));
      const inside = at;
      const field = fresh && take(NAMED)?.[1].normalize("NFKC").toLowerCase();
      if (FIELDS.includes(field)) {
        const values = [];
        take(/\s+/uy);
        do {
          const value = quoted() ?? bare(/[\s,，、]/);
          if (folded(value)) values.push(value);
        } while (take(/[,，、]/uy));
        if (values.length) query.clauses.push({ field, values, not });
        else note("empty", text.slice(start, at).trim());
        continue;
      }
      at = inside;
      const phrase = quoted();
      if (phrase !== undefined) {
        addTerm(not ? query.not : query.terms, phrase);
        continue;
      }
      const word = bare(/\s/);
      if (/^[a-z]+[:：](?!\/\/)./iu.test(word)) note("field", word);
      addTerm(not ? query.not : query.terms, word);
    }
    return query;
  };

  // Filters: tests of what a paper has, which its texts, the facets or the names know

  const ofPaper = (paper) => (column) => paper[column];
  const ofColumns = (columns, n) => (column) => columns[column][n];
  const COLUMNS = { cat: "categories", area: "areas", tag: "tags", venue: "venue", author: "authors", affil: "affiliations" };
  const NAMES = ["author", "affil"];

  const code = (text) => folded(text).replace(/^(cs|stat)\./, "");
  const among = (read) => (values, column) => {
    const wanted = values.map(read);
    return (of) => of(column).map(read).some((name) => wanted.includes(name));
  };
  // All words of one of the values are in one name.
  const named = (values, column) => {
    const wanted = values.map((value) => value.split(" "));
    return (of) => [of(column)].flat().map(fold).some((name) => wanted.some((all) => all.every((word) => includes(name, word) >= 0)));
  };
  // Days by their beginnings: 2023, 2023-02.
  const SPANS = { year: (day) => [day, day], month: (day) => [day, day], from: (day) => [day, "9"], to: (day) => ["", day] };
  const isWithin = (field, values, first, last) =>
    values.map(SPANS[field]).some(([from, to]) => last >= from && first.slice(0, to.length) <= to);
  const TESTS = {
    cat: among(code),
    area: among(folded),
    tag: among(folded),
    venue: named,
    author: named,
    affil: named,
    code: () => (of) => of("code"),
    unread: () => (of) => !digest.marks?.isRead(of("slug")),
  };
  for (const field in SPANS) TESTS[field] = (values) => (of) => isWithin(field, values, of("day"), of("day"));

  const listOf = (value) =>
    (Array.isArray(value) ? value : typeof value === "string" ? value.split(/[,，]/) : value ? ["1"] : []).filter(
      (each) => folded(each),
    );

  // What to search for. All is in an order of its own, so that the order in the query makes no difference.
  const planOf = (query, filters) => {
    const clauses = [...query.clauses];
    for (const field of Object.keys(TESTS)) {
      const values = listOf(filters[field]);
      if (values.length) clauses.push({ field, values, not: false });
    }
    const byLiteral = (terms) => unique(terms, (term) => term.literal).sort((a, b) => ordered(a.literal, b.literal));
    const terms = byLiteral(query.terms);
    const left = byLiteral([...query.not, ...listOf(filters.not).map(termOf)]);
    const tests = clauses.map(({ field, values: typed, not }) => {
      const values = typed.map(folded);
      const test = TESTS[field](values, COLUMNS[field]);
      return { field, values, not, test: not ? (of) => !test(of) : test };
    });
    // Steps by which the index narrows a part: keys, and which papers may stay.
    const oneOf = (ways) => ({ keys: [...new Set(ways.flat())], stays: (has) => ways.some((way) => way.every(has)) });
    const allOf = (own) => own.map((key) => oneOf([[key]]));
    const steps = terms.flatMap((term) => allOf(term.keys));
    for (const { field, values, not } of tests)
      if (NAMES.includes(field) && !not) {
        const ways = values.map((value) => value.split(" ").flatMap((word) => termOf(word).keys));
        if (ways.length === 1) steps.push(...allOf(ways[0]));
        else if (ways.every((way) => way.length) && ways.flat().length <= REQUESTS) steps.push(oneOf(ways));
      }
    const outs = left
      .filter((term) => term.keys.length)
      .map((term) => ({ keys: term.keys, stays: (has) => !term.whole || !has(term.keys[0]), out: true }));
    return { terms, left, tests, steps: [...unique(steps, (step) => step.keys.join("\t")), ...outs] };
  };

  // Texts, folded once

  const texts = new WeakMap();
  const textsOf = (paper) => {
    const { fields } = paper;
    if (!texts.has(fields)) {
      const all = fields.map(([, , text]) => fold(text));
      texts.set(fields, { all, titles: all.filter((_, index) => fields[index][0] === "title") });
    }
    return texts.get(fields);
  };
  const isIn = (list, literal) => list.some((text) => includes(text, literal) >= 0);

  // Marks and sentences

  const marksOf = (text, terms) => {
    const { text: plain, at } = foldWithMap(text);
    const marks = [];
    terms.forEach(({ literal }, term) => {
      for (let from = 0, found; (found = includes(plain.slice(from), literal)) >= 0; from += found + literal.length) {
        const start = from + found;
        let end = start + literal.length;
        while (end < plain.length && at[end] <= at[end - 1]) end++;
        marks.push([at[start], end < plain.length ? at[end] : text.length, term]);
      }
    });
    return marks.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  };
  const merged = (marks) => {
    const all = [];
    for (const [from, to] of marks) {
      const last = all.at(-1);
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else all.push([from, to]);
    }
    return all;
  };

  const ENDS = /[。！？]+[”’」』）]*|[.!?]+["'”’)\]]*(?=\s)|\n+/gu;
  const SHORTENED = /(?:^|[^\p{L}])(?:\p{L}|e\.g|i\.e|al|vs|cf|figs?|eqs?|secs?|tab|nos?|dr|prof|approx|resp|w\.r\.t|ca|st|vol|pp)\.$/iu;
  const endsOf = (text) => {
    const ends = [0];
    for (const { 0: sign, index } of text.matchAll(ENDS)) {
      const end = index + sign.length;
      if (sign === "." && (SHORTENED.test(text.slice(Math.max(0, index - 8), end)) || /^\s+\p{Ll}/u.test(text.slice(end, end + 9)))) continue;
      ends.push(end);
    }
    return [...ends, text.length];
  };

  // About as much of a sentence as fits in two or three lines, where most terms are.
  const cut = (text, terms, language) => {
    const most = language === "zh" ? 100 : 160;
    const marks = marksOf(text, terms);
    let [start, end] = [0, text.length];
    if (end > most) {
      const near = (from) => new Set(marks.filter((mark) => mark[0] >= from && mark[1] < from + most * 0.75).map((mark) => mark[2]));
      const counts = marks.slice(0, 50).map(([from]) => near(from).size);
      const [first, last] = marks[Math.max(0, counts.indexOf(Math.max(...counts)))] ?? [0, 0];
      start = Math.max(0, Math.min(first - most / 4, end - most));
      end = Math.min(end, Math.max(start + most, Math.min(last, start + 2 * most)));
      // Not inside a word, a number or a pair of surrogates.
      const splits = (at) => [text[at - 1], text[at]].every((each) => /[!-~\p{L}\p{N}\p{M}\p{Cs}]/u.test(each) && !isHan(each));
      for (let tries = 20; tries && start && start < first && splits(start); tries--) start++;
      for (let tries = 20; tries && end < text.length && splits(end); tries--) end++;
    }
    while (/\s/.test(text[start])) start++;
    while (end > start && /\s/.test(text[end - 1])) end--;
    const open = start && text.slice(0, start).trim() ? "…" : "";
    return {
      text: open + text.slice(start, end) + (text.slice(end).trim() ? "…" : ""),
      marks: merged(marks.filter(([from, to]) => from >= start && to <= end)).map((mark) => mark.map((at) => at - start + open.length)),
    };
  };

  // What comes first of what the page has in its language: [0, 1, 2], and 3 for others.
  const KINDS = ["summary", "key_points", "abstract"];
  const sentenceOf = (paper, terms, language) => {
    const known = textsOf(paper).all;
    const rank = ([name, lang]) => (lang === language ? 0 : lang ? 9 : 18) + ((KINDS.indexOf(name) + 4) % 4);
    const fields = paper.fields
      .map((field, index) => ({ field, index, rank: rank(field) }))
      .filter(({ field }) => field[0] !== "title")
      .sort((one, other) => one.rank - other.rank || one.index - other.index);
    let best;
    for (const { field, index } of fields) {
      const here = terms.filter(({ literal }) => includes(known[index], literal) >= 0);
      if (!here.length || here.length <= best?.terms) continue;
      const ends = endsOf(field[2]);
      let most = 0;
      const look = (from, to) => {
        const sentence = fold(field[2].slice(from, to));
        const count = here.filter(({ literal }) => includes(sentence, literal) >= 0).length;
        if (count > (best?.terms ?? 0)) best = { terms: count, field, from, to };
        most = Math.max(most, count);
      };
      for (let at = 1; at < ends.length && most < here.length; at++) look(ends[at - 1], ends[at]);
      // A phrase that goes over the end of a sentence is in none.
      if (!most) look(0, field[2].length);
      if (best?.terms === terms.length) break;
    }
    if (!best) {
      if (!fields[0]?.field[1]) return null;
      const { field } = fields[0];
      best = { field, from: 0, to: endsOf(field[2])[1] };
    }
    const [name, lang, text] = best.field;
    return { field: name, lang, ...cut(text.slice(best.from, best.to), terms, lang) };
  };

  // Searching

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

      const result = { results: [], count: 0, searched: { papers: 0, of: 0, since: "" }, state: "busy" };
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
      // Whether a page may ask for so many files more.
      const may = (requests) => !result.results.length || !spent() || spent() + requests <= REQUESTS;
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
        const isOutside = tests.some(({ field, values, not }) => !not && SPANS[field] && !isWithin(field, values, card.first, card.last));
        part = { card, known: new Map(), steps: steps.slice().sort(cost), hits: new Set(), at: 0, held: [], stride: 0 };
        part.left = isOutside ? [] : [...Array(card.papers).keys()].reverse();
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
          const wave = part.steps.slice(0, isRare ? 1 : WAVE);
          const wanted = [...new Set(wave.flatMap((step) => step.keys))].filter((key) => !known.has(key));
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
        const { card, known, left: found } = part;
        const isOpen =
          (facetTests.length && !part.facets) || (nameTests.length && !part.names) ||
          terms.some((term) => !term.whole || !known.has(term.keys[0]));
        const unknown = left.filter((term) => !term.whole || !known.has(term.keys[0]));
        for (const term of terms)
          term.weight = Math.log2(2 + 1 / Math.max(1 / 4096, Math.min(1, ...term.keys.map((key) => shares.get(key) ?? 1))));
        const inTitle = (n) => (term) => term.keys.every((key) => !known.has(key) || known.get(key).title.has(n));
        const has = (n) => (key) => !known.has(key) || known.get(key).all.has(n);
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

      const show = (full) => {
        while (result.results.length < full && part.held.length) {
          const waiting = part.queue[part.at];
          if (waiting && before(waiting, part.held[0]) < 0) break;
          const { paper, score } = part.held.shift();
          result.results.push({ paper, tier: score ? 0 : 1, sentence: sentenceOf(paper, terms, language) });
        }
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
        const papers = new Map();
        for (const paper of check(await library.papers(card, batch.map(({ n }) => n)))) papers.set(paper.n, paper);
        let hits = 0;
        for (const { n, isSure } of batch) {
          const paper = papers.get(n);
          part.at++;
          if (!isSure) part.unsure--;
          if (isSure || matches(paper)) {
            hits++;
            part.hits.add(n);
            const { titles } = textsOf(paper);
            part.held.push({ n, paper, score: scoreOf(terms.filter(({ literal }) => isIn(titles, literal))) });
          }
          if (!isSure && n % 8 === 0) await rest();
        }
        part.held.sort(before);
        part.stride = hits ? 0 : 2 * batch.length;
        return true;
      };

      const turn = async () => {
        const full = result.results.length + RESULTS;
        asked = library.requests;
        parts ??= check(await library.parts());
        result.searched.of = parts.reduce((sum, card) => sum + card.papers, 0);
        while (result.results.length < full) {
          if (!part) {
            if (next === parts.length) break;
            open(parts[next++]);
          }
          if (!part.queue && !(await narrow())) break;
          tell();
          show(full);
          if (part.at < part.queue.length) {
            if (result.results.length === full || !(await read(full))) break;
            show(full);
          }
          if (part.at === part.queue.length && !part.held.length) part = undefined;
          await rest();
        }
        if (!part && next === parts.length) result.state = result.results.length ? "done" : "none";
        tell();
        return result;
      };

      let turning;
      result.next = () => {
        if (result.state !== "busy") return Promise.resolve(result);
        turning ??= turn().finally(() => (turning = undefined));
        return turning;
      };
      // Where the terms are in a text that is shown whole, as a title.
      result.mark = (text) => merged(marksOf(text, terms));

      // How many of the papers found so far have a term. Names are many: only if asked for.
      result.counts = async ({ names = true } = {}) => {
        const counts = {};
        for (const kind of [...Object.keys(COLUMNS), "month", "code", "unread"]) counts[kind] = new Map();
        const add = (kind, values) => {
          for (const value of new Set(values)) counts[kind].set(value, (counts[kind].get(value) ?? 0) + 1);
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
    return { parse, run };
  };
})();
