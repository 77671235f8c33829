// The citations of many papers in one file: their own files, loaded and joined.
(() => {
  const FORMATS = {
    bib: { begins: "@", join: (texts) => texts.join("\n") },
    ris: { begins: "TY  - ", join: (texts) => texts.join("") },
    "csl.json": {
      begins: "[",
      join: (texts) => `[\n${texts.map((text) => text.trim().slice(1, -1).trim()).join(",\n")}\n]\n`,
    },
  };
  const AT_ONCE = 6;
  // Servers may answer with a page of their own.
  const load = async (address, begins) => {
    const answer = await fetch(address);
    const text = await answer.text();
    if (!answer.ok || !text.startsWith(begins)) throw Error();
    return text;
  };
  const save = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text]));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  // `pattern` is the address of a paper's file, with # for its slug. Returns the slugs whose files could not be loaded.
  digest.exportCitations = async (pattern, slugs) => {
    const ending = pattern.split("#.")[1];
    const { begins, join } = FORMATS[ending];
    const texts = Array(slugs.length);
    let next = 0;
    const work = async () => {
      while (next < slugs.length) {
        const at = next++;
        texts[at] = await load(pattern.replace("#", encodeURIComponent(slugs[at])), begins).catch(() => "");
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const loaded = texts.filter(Boolean);
    if (loaded.length) save(`reading-list.${ending}`, join(loaded));
    return slugs.filter((_, at) => !texts[at]);
  };
})();
