// Where the terms of a query are in a text, and the sentence of a paper that says most of them.
(() => {
  const { fold, foldWithMap, includes } = digest.words;
  const { isHan } = digest.queries;

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

  digest.sentences = { isIn, marksIn: (text, terms) => merged(marksOf(text, terms)), sentenceOf, textsOf };
})();
