// Reads queries: words and phrases, what is left out, and fields with values.
(() => {
  const { fold, keys } = digest.words;

  const folded = (text) => fold(text).trim();
  const isHan = (character) => !!character && keys(character + character).includes(character);

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

  const FIELDS = ["author", "affil", "cat", "tag", "area", "venue", "year"];
  const QUOTES = '"“”„‟＂〝〞〟';
  const QUOTED = `[${QUOTES}]([^${QUOTES}]*)[${QUOTES}]|「([^」]*)」|『([^』]*)』|«([^»]*)»`;
  const PHRASE = new RegExp(`${QUOTED}|[‘‛]([^’]*)’|'([^']*)'(?!\\S)`, "uy");
  const INNER = new RegExp(QUOTED, "uy");
  // A quotation mark that is not closed yet begins a phrase, too.
  const OPEN = /[“"„‟＂〝「『«]([^]*)/uy;
  const UNBALANCED = new RegExp(`[${QUOTES}「」『』«»]`);
  const NAMED = /([a-zａ-ｚ]+)[:：]/iuy;

  // What begins like a field and is none: ids as they are cited.
  const CITED = /^(arxiv|doi)[:：]/iu;
  // Addresses of arXiv and of DOI stand for the ids in them.
  const ARXIV = /^(?:(?:https?:\/\/)?(?:[\w-]+\.)?arxiv\.org\/(?:abs|pdf|html|format)\/|(?:(?:https?:\/\/)?(?:[\w-]+\.)?doi\.org\/)?10\.48550\/arxiv\.)([\w.\/-]+?)(?:v\d+)?(?:\.pdf)?\/?(?:[?#]\S*)?$/iu;
  const DOI = /^(?:https?:\/\/)?(?:[\w-]+\.)?doi\.org\/(10\.[^?#]+)/iu;
  // A cited id finds the paper in any version.
  const VERSION = /^(arxiv[:：].*\d)v\d+$/iu;
  const idOf = (word) => {
    const [, id = word] = ARXIV.exec(word) ?? DOI.exec(word) ?? VERSION.exec(word) ?? [];
    return id === word ? word : id.replace(/%[\da-f]{2}/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
  };

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
    let isOpen;
    const quoted = () => {
      const closed = take(PHRASE);
      const open = closed ? null : take(OPEN);
      isOpen = !!open;
      return (closed ?? open)?.slice(1).find((each) => each !== undefined);
    };
    // Up to white space, or to a phrase that begins behind something that is no Latin letter: 图像“零样本”.
    const bare = (ends) => {
      const start = at;
      for (; at < text.length && !ends.test(text[at]); at++) {
        INNER.lastIndex = OPEN.lastIndex = at;
        const before = text[at - 1];
        if (at > start && (isHan(before) || !/[\p{L}\p{N}]/u.test(before)) && (INNER.test(text) || OPEN.test(text))) break;
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
        else if (!isOpen) note("empty", text.slice(start, at).trim());
        continue;
      }
      at = inside;
      const phrase = quoted();
      if (phrase !== undefined) {
        if (!isOpen || folded(phrase)) addTerm(not ? query.not : query.terms, phrase);
        continue;
      }
      const word = idOf(bare(/\s/));
      if (!CITED.test(word) && /^[a-z]+[:：](?!\/\/)./iu.test(word)) note("field", word);
      addTerm(not ? query.not : query.terms, word);
    }
    return query;
  };

  digest.queries = { folded, isHan, termOf, parse };
})();
