// Light, dark or as the system has it. Runs before the first paint, so that the page never flashes; not a module, for modules wait.
(() => {
  const root = document.documentElement;
  const shapes = { auto: "Theme: auto", light: "Theme: light", dark: "Theme: dark" };
  const order = ["auto", "light", "dark"];

  const kept = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };

  const keep = (theme) => {
    try { localStorage.setItem("theme", theme); } catch { /* a private window forgets: the choice then lasts for this page */ }
  };

  const show = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const name of document.querySelectorAll("[data-theme-name]")) name.textContent = shapes[theme];
  };

  let theme = order.includes(kept()) ? kept() : root.dataset.theme ?? "auto";
  root.classList.add("js");
  show(theme);
  document.addEventListener("DOMContentLoaded", () => show(theme));
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-toggle]")) return;
    theme = order[(order.indexOf(theme) + 1) % order.length];
    keep(theme);
    show(theme);
  });
})();
