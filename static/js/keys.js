// Single-key shortcuts: g + a letter goes somewhere, / searches, j and k walk the items, s sets a status, ? shows the sheet.
const PATIENCE = 1000; // milliseconds between g and its letter
let going = 0;

const off = {
  get: () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } },
  set: (value) => { try { localStorage.setItem("keys", value ? "off" : "on"); } catch { /* a private window forgets */ } },
};

for (const box of document.querySelectorAll("[data-keys-off]")) {
  box.checked = off.get();
  box.addEventListener("change", () => off.set(box.checked));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (event.key !== "?" && off.get()) return;
  const act = Date.now() - going < PATIENCE ? () => goTo(event.key) : actions[event.key];
  going = 0;
  if (act?.() === true) event.preventDefault();
});

const actions = {
  g: () => { going = Date.now(); },
  "/": search,
  j: () => walk(1),
  k: () => walk(-1),
  s: setStatus,
  "?": () => { document.getElementById("shortcuts")?.togglePopover(); return true; },
};

function isTyping(target) {
  return target.isContentEditable || target.matches?.("input:not([type=checkbox], [type=radio]), select, textarea");
}

function goTo(key) {
  const link = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

function search() {
  const box = document.querySelector("[data-search]");
  if (box) box.focus();
  else {
    const items = document.querySelector('[data-key="i"]');
    if (items) location.assign(`${items.href}#search`);
  }
  return true;
}

function walk(step) {
  const links = [...document.querySelectorAll("[data-item-link]")].filter((link) => link.checkVisibility());
  const here = links.indexOf(document.activeElement?.closest("[data-item]")?.querySelector("[data-item-link]"));
  const next = here < 0 ? links[0] : links[Math.min(Math.max(here + step, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

function setStatus() {
  const scope = document.activeElement?.closest("[data-item]") ?? document;
  const control = scope.querySelector("[data-status]");
  control?.focus();
  return Boolean(control);
}

if (location.hash === "#search") document.querySelector("[data-search]")?.focus();
