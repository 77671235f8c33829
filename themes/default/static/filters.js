// The filters of a search, and the plan of what to look for.
(() => {
  const { fold, includes } = digest.words;
  const { folded, termOf } = digest.queries;

  // Tests of what a paper has, which its texts, the facets or the names know

  const ofPaper = (paper) => (column) => paper[column];
  const ofColumns = (columns, n) => (column) => columns[column][n];
  const COLUMNS = { cat: "categories", area: "areas", tag: "tags", venue: "venue", author: "authors", affil: "affiliations" };
  const NAMES = ["author", "affil"];
  // What the index is asked for at once about several names; of more the list of all names tells.
  const KEYS = 6;

  const code = (text) => folded(text).replace(/^(cs|stat)\./, "");
  // One of the values is a name itself, or a phrase in a name.
  const among = (read) => (values, column) => {
    const wanted = values.map(read);
    return (of) => [of(column)].flat().map(read).some((name) => wanted.includes(name));
  };
  const within = (values, column) => (of) =>
    [of(column)].flat().map(fold).some((name) => values.some((value) => includes(name, value) >= 0));
  // Days by their beginnings: 2023, 2023-02. Each field takes some of these.
  const MONTH = /^\d{4}(-(0[1-9]|1[0-2]))?$/;
  const DAY = /^\d{4}(-\d\d){0,2}$/;
  const SHAPES = { year: /^\d{4}$/, month: MONTH, from: DAY, to: DAY };
  const isRead = (field, value) => !SHAPES[field] || SHAPES[field].test(folded(value));
  const SPANS = { year: (day) => [day, day], month: (day) => [day, day], from: (day) => [day, "9"], to: (day) => ["", day] };
  const isWithin = (field, values, first, last) =>
    values.filter((value) => isRead(field, value)).map(SPANS[field]).some(([from, to]) => last >= from && first.slice(0, to.length) <= to);
  const TESTS = {
    cat: among(code),
    code: () => (of) => of("code"),
    unread: () => (of) => !digest.marks?.isRead(of("slug")),
  };
  for (const field in COLUMNS) TESTS[field] ??= among(folded);
  for (const field in SPANS) TESTS[field] = (values) => (of) => isWithin(field, values, of("day"), of("day"));

  // What a query asks of names; filters hold them whole.
  const IN_QUERY = { ...TESTS, area: within, tag: within, venue: within, author: within, affil: within };

  // Whether the days of a part rule out all its papers.
  const isOutside = ({ first, last }, tests) =>
    tests.some(({ field, values, not }) => !not && SPANS[field] && !isWithin(field, values, first, last));

  const listOf = (value) =>
    (Array.isArray(value) ? value : typeof value === "string" ? value.split(/[,，]/) : value ? ["1"] : []).filter(
      (each) => folded(each),
    );

  const unique = (items, of) => [...new Map(items.map((item) => [of(item), item])).values()];
  const ordered = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

  // What to search for. All is in an order of its own, so that the order in the query makes no difference.
  const planOf = (query, filters) => {
    const clauses = [...query.clauses];
    for (const field of Object.keys(TESTS)) {
      const values = listOf(filters[field]);
      if (values.length) clauses.push({ field, values, not: false, tests: TESTS });
    }
    const byLiteral = (terms) => unique(terms, (term) => term.literal).sort((a, b) => ordered(a.literal, b.literal));
    const terms = byLiteral(query.terms);
    const left = byLiteral([...query.not, ...listOf(filters.not).map(termOf)]);
    const tests = clauses.map(({ field, values: typed, not, tests = IN_QUERY }) => {
      const values = typed.map(folded);
      const test = tests[field](values, COLUMNS[field]);
      return { field, values, not, test: not ? (of) => !test(of) : test };
    });
    // Steps by which the index narrows a part: keys, and which papers may stay.
    const oneOf = (ways) => ({ keys: [...new Set(ways.flat())], stays: (has) => ways.some((way) => way.every(has)) });
    const allOf = (own) => own.map((key) => oneOf([[key]]));
    const steps = terms.flatMap((term) => allOf(term.keys));
    for (const { field, values, not } of tests)
      if (NAMES.includes(field) && !not) {
        const ways = values.map((value) => termOf(value).keys);
        if (ways.length === 1) steps.push(...allOf(ways[0]));
        else if (ways.every((way) => way.length) && ways.flat().length <= KEYS) steps.push(oneOf(ways));
      }
    const outs = left
      .filter((term) => term.keys.length)
      .map((term) => ({ keys: term.keys, stays: (has) => !term.whole || !has(term.keys[0]), out: true }));
    return { terms, left, tests, steps: [...unique(steps, (step) => step.keys.join("\t")), ...outs] };
  };

  digest.filters = { COLUMNS, NAMES, TESTS, ofColumns, ofPaper, ordered, isRead, isOutside, planOf };
})();
