// Sharing: the system's sheet where there is one, else the address to the clipboard.
(() => {
  const { find, findAll } = digest;
  const status = find("#status");
  const canonical = (path) => {
    const own = location.protocol === "file:" && find("link[rel=canonical]");
    return new URL(path, own ? own.href : document.baseURI).href;
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
    const label = find("span", button);
    const words = label.textContent;
    label.textContent = status.textContent = button.dataset.done;
    setTimeout(() => {
      label.textContent = words;
      status.textContent = "";
    }, 2000);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".paper .share");
    if (!button) return;
    const paper = button.closest(".paper");
    const shown = findAll(".titles .title", paper).find((each) => each.offsetHeight);
    // None on the paper's own page.
    const link = find(".permalink", paper);
    digest.share(button, shown.dataset.text ?? shown.textContent, link ? link.getAttribute("href") : "");
  });
})();
