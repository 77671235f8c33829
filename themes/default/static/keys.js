// The box that turns the keys off.
(() => {
  const toggle = digest.find("[data-keys]");
  try {
    toggle.checked = localStorage.getItem("digest.keys") !== "off";
    toggle.addEventListener("change", () => localStorage.setItem("digest.keys", toggle.checked ? "on" : "off"));
  } catch {
    toggle.closest("p").remove();
  }
})();
