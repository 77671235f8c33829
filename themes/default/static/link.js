// A list of papers as the fragment of an address: `1.3,0iRPs0iRQ2,.some-slug`. The first number is the version, the second
// counts the papers. Slugs that are arXiv ids since 2007 are numbers of five digits to the base 62, without separators; any
// other slug has a dot before it.
(() => {
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const ARXIV = /^(\d\d)(0[1-9]|1[0-2])\.(\d{4,5})$/;
  const two = (number) => `${number}`.padStart(2, "0");
  // The number of a month, from that of 2000, and that of a paper in it. Papers had four digits before 2015.
  const number = (slug) => {
    const [, year, month, paper] = ARXIV.exec(slug) ?? [];
    return paper && paper.length === (year < 15 ? 4 : 5) ? (year * 12 + +month - 1) * 1e5 + +paper : -1;
  };
  const arxiv = (number) => {
    const month = Math.floor(number / 1e5);
    const year = Math.floor(month / 12);
    return `${two(year)}${two((month % 12) + 1)}.${`${number % 1e5}`.padStart(year < 15 ? 4 : 5, "0")}`;
  };
  const encode = (slugs) => {
    let text = `1.${slugs.length}`;
    let isRun = false;
    for (const slug of slugs) {
      let rest = number(slug);
      let code = "";
      if (rest < 0) {
        // What encodeURIComponent leaves and programs that find links in texts may not.
        const safe = encodeURIComponent(slug);
        code = `,.${safe.replace(/[!'()*~]|\.$/g, (sign) => "%" + sign.charCodeAt().toString(16))}`;
      } else {
        for (let digit = 0; digit < 5; digit++, rest = Math.floor(rest / 62)) code = DIGITS[rest % 62] + code;
        if (!isRun) code = "," + code;
      }
      isRun = number(slug) >= 0;
      text += code;
    }
    return text;
  };
  const HEAD = /^(\d{1,6})\.(\d{1,6})$/;
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  // What is no part of a slug as it is encoded.
  const TAIL = /\.*(?:[^\p{L}\p{M}\p{N}_.%-].*)?$/su;
  // Never throws. `lost` counts what cannot be read; the version is 0 if the text is no list. Some programs encode a link once
  // more, or take what stands behind it for a part of it: after as many papers as it says, the rest is ignored.
  const decode = (text) => {
    const [head, ...parts] = (HEAD.test(text.split(",")[0]) ? text : decoded(text)).split(",");
    const [, version, count] = HEAD.exec(head) ?? [];
    if (version !== "1") return { slugs: [], lost: 0, version: +(version ?? 0) };
    const slugs = [];
    for (const part of parts)
      if (part[0] === ".")
        try {
          const code = part.slice(1);
          slugs.push(decodeURIComponent(slugs.length === count - 1 ? code.replace(TAIL, "") : code));
        } catch {}
      else
        for (const code of part.match(/.{1,5}/gsu) ?? []) {
          const digits = [...code].map((digit) => DIGITS.indexOf(digit));
          const slug = arxiv(digits.reduce((sum, digit) => sum * 62 + digit, 0));
          if (digits.length === 5 && !digits.includes(-1) && encode([slug]) === "1.1," + code) slugs.push(slug);
        }
    const read = slugs.slice(0, count);
    return { slugs: read, lost: count - read.length, version: 1 };
  };
  const isArxiv = (slug) => number(slug) >= 0;
  digest.link = { encode, decode, isArxiv };
})();
