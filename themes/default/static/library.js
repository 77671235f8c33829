// The data of the search (digest/outputs/search_data.py). They are scripts, which pages from file:// can load too.
(() => {
  const digest = (window.digest ??= {});
  const arrived = new Map();
  // Each file calls it with its name and what it holds.
  digest.data = (name, value) => arrived.set(name, value);

  const load = (url, name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => {
      script.remove();
      if (arrived.has(name)) resolve(arrived.get(name));
      else reject(new Error(`${url} holds no data`));
      arrived.delete(name);
    };
    script.onerror = () => {
      script.remove();
      reject(Object.assign(new Error(`${url} was not loaded`), {gone: true}));
    };
    document.head.append(script);
  });

  // See digest/outputs/postings.py.
  const gapOf = (code) => {
    if (code < 0x7f) return code - 0x21 - (code > 0x22) - (code > 0x5c);
    return code - 0xa1 + 92 - (code < 0xd800 ? 0 : 0x800);
  };
  const decodePapers = (codes) => {
    let last = -1;
    return Array.from(codes ?? "", (each) => (last += gapOf(each.codePointAt(0)) + 1));
  };
  const bytes = new TextEncoder();
  const crc32 = (text) => {
    let crc = -1;
    for (const byte of bytes.encode(text)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 && 0xedb88320);
    }
    return ~crc >>> 0;
  };
  const shardOf = (key, shards) => {
    const first = key.codePointAt(0);
    return crc32(first >= 0x2e80 ? String.fromCodePoint(first) : key) % shards;
  };
  const decodeShard = (text) => new Map(text.split("\n").filter(Boolean).map((line) => {
    const [key, all, title] = line.split("\t");
    return [key, [all, title]];
  }));
  const postingsOf = (entry) => {
    const [all, title] = entry ?? [];
    return {title: decodePapers(title), all: decodePapers(all)};
  };

  // A column has a line for each paper, with tabs between several values.
  const column = (text) => text.split("\n").map((line) => (line ? line.split("\t") : []));
  const first = (values) => values[0] ?? "";
  const decodeFacets = (data) => ({
    slug: data.slug.split("\n"),
    day: data.day.split("\n"),
    categories: column(data.category),
    areas: column(data.area),
    tags: column(data.tag),
    venue: column(data.venue).map(first),
    code: column(data.code).map((values) => values.length > 0),
  });
  const decodeNames = (data) => ({authors: column(data.author), affiliations: column(data.affiliation)});
  // Columns that are fields too.
  const NAMED = ["author", "affiliation", "category", "area", "tag", "venue"];
  const decodeTexts = (data) => {
    const facets = decodeFacets(data), names = decodeNames(data);
    const columns = [...data.fields, ...NAMED.map((name) => [name, "", data[name]])].map(
      ([name, lang, text]) => [name, lang, column(text)],
    );
    return facets.slug.map((slug, at) => {
      const fields = columns.flatMap(([name, lang, texts]) => texts[at].map((text) => [name, lang, text]));
      const titles = fields.filter(([name]) => name === "title");
      const [, , title_zh] = titles.find(([, lang]) => lang === "zh") ?? ["", "", ""];
      const [, , title] = titles.find(([, lang]) => lang !== "zh") ?? ["", "", title_zh];
      const paper = {slug, title, title_zh, fields};
      for (const [name, values] of Object.entries({...facets, ...names})) paper[name] = values[at];
      return paper;
    });
  };

  // `base`: the address of the folder search/. A promise that fails with `renewed` true says that the site was published
  // anew meanwhile: the list of parts is a new one then, and what was asked for by the old parts is to be asked again.
  digest.library = (base) => {
    const kept = new Map();
    let requests = 0, list = null, renewal = null;

    const request = (name, query = "") => (requests++, load(`${base}${name}.js${query}`, name));
    const parts = () =>
      (list ??= request("parts").catch((error) => {
        list = null;
        throw error;
      }));
    const renew = async () => {
      const old = JSON.stringify(await list);
      const fresh = await request("parts", `?${Date.now()}`);
      if (JSON.stringify(fresh) === old) return false;
      kept.clear();
      list = Promise.resolve(fresh);
      return true;
    };
    const get = (name, decode) => {
      if (!kept.has(name)) {
        const promise = request(name).then(decode).catch(async (error) => {
          if (kept.get(name) === promise) kept.delete(name);
          if (error.gone) error.renewed = await (renewal ??= renew().finally(() => (renewal = null)));
          throw error;
        });
        kept.set(name, promise);
      }
      return kept.get(name);
    };

    const shard = (part, key) => get(`${part.name}-${shardOf(key, part.shards)}`, decodeShard);
    const postings = async (part, keys) =>
      new Map(await Promise.all(keys.map(async (key) => [key, postingsOf((await shard(part, key)).get(key))])));
    const character = async (part, c) => {
      const found = [...(await shard(part, c))].filter(([key]) => key.startsWith(c));
      return new Map(found.map(([key, entry]) => [key, postingsOf(entry)]));
    };
    const papers = (part, numbers) =>
      Promise.all(numbers.map(async (n) => {
        const size = part.size;
        const chunk = await get(part.chunks[Math.floor(n / size)], decodeTexts);
        return {n, ...chunk[n % size]};
      }));
    const facets = (part) => get(`${part.name}-facets`, decodeFacets);
    const names = (part) => get(`${part.name}-names`, decodeNames);
    const look = async (slugs) => {
      const wanted = new Set(slugs), found = new Map();
      for (const part of await parts()) {
        if (!wanted.size) break;
        const {slug} = await facets(part);
        const here = [...slug.keys()].filter((n) => wanted.delete(slug[n]));
        for (const paper of await papers(part, here)) found.set(paper.slug, paper);
      }
      return found;
    };
    const find = (slugs) => look(slugs).catch((error) => {
      if (error.renewed) return find(slugs);
      throw error;
    });
    return {parts, postings, character, papers, facets, names, find, get requests() { return requests; }};
  };
})();
