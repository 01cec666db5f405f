// Loaded before the page is shown, so that a chosen theme does not flash in. Without a choice the system's holds.
(() => {
  const root = document.documentElement;
  const KEY = "groundwire-scheme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const choose = (scheme) => {
    root.dataset.scheme = scheme;
  };
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: the choice lasts as long as the page
    }
  };
  const chosen = () => (["light", "dark"].includes(stored()) ? stored() : system.matches ? "dark" : "light");
  choose(chosen());
  system.addEventListener("change", () => choose(chosen()));
  addEventListener("DOMContentLoaded", () => {
    document.getElementById("scheme").addEventListener("click", () => {
      choose(root.dataset.scheme === "dark" ? "light" : "dark");
      try {
        localStorage.setItem(KEY, root.dataset.scheme);
      } catch {
        // as above
      }
    });
  });
})();
