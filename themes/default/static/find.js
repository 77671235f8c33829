// The box that filters the names on a page of a list as one types.
(() => {
  const box = document.getElementById("find");
  const status = document.getElementById("found");
  // Letters that Unicode does not take apart; see `digest/text/alphabetical.py`.
  const WHOLE = { ø: "o", ł: "l", đ: "d", ð: "d", æ: "ae", œ: "oe", þ: "th", ı: "i", ħ: "h", ß: "ss" };
  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[øłđðæœþıħß]/g, (letter) => WHOLE[letter])
      .replace(/[^\p{L}\p{N}]+/gu, " ");
  const APOSTROPHES = /['’]/g;
  const groups = [...document.querySelector(".groups").children];
  const names = [...document.querySelectorAll(".groups li")].map((item) => {
    const text = [...item.querySelectorAll("a, .term-other")].map((each) => each.textContent).join("\n");
    // Chinese characters without spaces, and their pinyin; O'Brien is obrien, and brien too.
    const words = `${fold(text.replace(APOSTROPHES, ""))} ${fold(text)}`.replace(/(\p{sc=Han}) (?=\p{sc=Han})/gu, "$1");
    return [item, ` ${words} ${item.querySelector("a").dataset.reading || ""}`];
  });

  const filter = () => {
    // In any order, so that "zhang wei" finds Wei Zhang: Latin words by their beginnings, others anywhere.
    const words = fold(box.value.replace(APOSTROPHES, ""))
      .split(" ")
      .filter(Boolean)
      .map((word) => (/^[\p{sc=Latin}\p{N}]/u.test(word) ? " " + word : word));
    let shown = 0;
    for (const [item, name] of names) {
      item.hidden = !words.every((word) => name.includes(word));
      shown += !item.hidden;
    }
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    const most = document.querySelector(".most");
    if (most) most.hidden = words.length > 0;
    status.textContent = !words.length ? "" : shown ? status.dataset.words.replace("{shown}", shown) : status.dataset.none;
  };
  // While a word is composed in an input method, its letters are not yet what is meant.
  box.addEventListener("input", (event) => event.isComposing || filter());
  box.addEventListener("compositionend", filter);
  if (box.value) filter();
})();
