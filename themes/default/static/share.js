// Sharing: the system's sheet where there is one, else the address to the clipboard. Copying citations.
(() => {
  const { find, findAll, words } = digest;
  const status = find("#status");
  const canonical = (path) => {
    const own = location.protocol === "file:" && find("link[rel=canonical]");
    return new URL(path, own ? own.href : document.baseURI).href;
  };
  const done = (button) => {
    const label = find("span", button);
    const name = label.textContent;
    const said = button.matches(".copy") ? words.copied_text : words.copied;
    if (name === said) return;
    label.textContent = status.textContent = said;
    setTimeout(() => {
      label.textContent = name;
      status.textContent = "";
    }, 2000);
  };
  // Where the clipboard is out of reach the text is selected.
  const copy = (button) => {
    const text = button.parentElement.nextElementSibling;
    const select = () => getSelection().selectAllChildren(text);
    navigator.clipboard ? navigator.clipboard.writeText(text.textContent.trim()).then(() => done(button), select) : select();
  };
  digest.share = async (button, title, path) => {
    const url = canonical(path);
    try {
      if (navigator.share && matchMedia("(pointer: coarse)").matches) return await navigator.share({ title, url });
      await navigator.clipboard.writeText(url);
    } catch (error) {
      if (error.name === "AbortError") return;
      return void prompt(button.textContent, url);
    }
    done(button);
  };
  document.addEventListener("click", (event) => {
    const copier = event.target.closest(".copy");
    if (copier) copy(copier);
    const button = event.target.closest(".paper .share");
    if (!button) return;
    const paper = button.closest(".paper");
    const shown = findAll(".titles .title", paper).find((each) => each.offsetHeight);
    // None on the paper's own page.
    const link = find(".permalink", paper);
    digest.share(button, shown.dataset.text ?? shown.textContent, link ? link.getAttribute("href") : "");
  });
})();
