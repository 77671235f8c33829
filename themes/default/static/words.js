// Folds texts and makes the keys of the search index: `digest/text/folding.py` for the browser.
(() => {
  const { from, to, han, dropped, spaces } = digest.characters;
  const forms = [...to];
  let code = 0;
  const next = (gap) => String.fromCodePoint((code += gap.codePointAt(0) - 161));
  const same = new Map([...from].map((gap, at) => [next(gap), forms[at]]));
  const all = (inside) => new RegExp(inside, "gu");
  const DROPPED = all(`[${dropped}]`);
  const SAME = all(`[${[...same.keys()].join("")}]`);
  const RUN = all(`[${spaces} ]+`);
  const HAN = all(`[${han}]+`);
  const WORDS = /[\p{L}\p{N}\p{M}]+/gu;
  const IN_WORD = new RegExp(`(?![${han}])[\\p{L}\\p{N}\\p{M}]`, "u");
  // A character with all that may join it when it is normalized: marks, parts of Hangul syllables, the voiced sound
  // marks of half-width kana.
  const CLUSTERS = all(
    `[^][\\p{M}${dropped}\u1100-\u11ff\u3131-\u318e\u3260-\u327e\ua960-\ua97f\ud7b0-\ud7ff\uff9e-\uffdc]*`,
  );

  const foldLetters = (text) =>
    text.replace(DROPPED, "").normalize("NFKC").toLowerCase().replace(SAME, (character) => same.get(character));
  const fold = (text) => foldLetters(text).replace(RUN, " ");

  // The folded text, and for each of its code units the place in `text` of what it comes from.
  const foldWithMap = (text) => {
    const units = [];
    const at = [];
    for (const { 0: cluster, index } of text.matchAll(CLUSTERS))
      for (const unit of foldLetters(cluster).replace(RUN, " ").split(""))
        if (unit !== " " || units.at(-1) !== " ") {
          units.push(unit);
          at.push(index);
        }
    return { text: units.join(""), at };
  };

  // Of each run of Han characters its bigrams and its last character; other words whole.
  const keys = (text) => {
    const folded = fold(text);
    const found = new Set();
    for (const [run] of folded.matchAll(HAN)) {
      const characters = [...run];
      characters.forEach((character, at) => found.add(character + (characters[at + 1] ?? "")));
    }
    for (const [word] of folded.replace(HAN, " ").matchAll(WORDS)) found.add(word);
    return [...found];
  };

  // Where a term is in a text, both folded, as whole words; -1 if it is not.
  const joins = (left, right) => IN_WORD.test(left) && IN_WORD.test(right);
  const lastOf = (text, end) => text.slice(Math.max(0, end - 2), end).match(/.$/su)?.[0] ?? "";
  const firstOf = (text, start) => text.slice(start, start + 2).match(/^./su)?.[0] ?? "";
  const includes = (text, term) => {
    for (let at = -1; (at = text.indexOf(term, at + 1)) >= 0; ) {
      const end = at + term.length;
      if (!joins(lastOf(text, at), firstOf(term, 0)) && !joins(lastOf(term, term.length), firstOf(text, end))) return at;
    }
    return -1;
  };

  digest.words = { fold, foldWithMap, keys, includes };
})();
