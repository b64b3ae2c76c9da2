// Comfort for forms that work without us: submit on change, pick many items, say when something was not saved.

// --- submit on change -------------------------------------------------------------------------------------------
// A choice made with the pointer is meant. A key may only be passing through (arrows in a list, the digits of a year):
// then the button appears, and Enter or the button commits.
let byKey = false;
document.addEventListener("pointerdown", () => { byKey = false; }, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Tab") byKey = true;
  const form = event.target.closest?.("form.is-pending");
  if (form && event.key === "Enter" && event.target.matches("select")) {
    event.preventDefault();
    commit(form);
  }
  if (form && event.key === "Escape") { form.reset(); form.classList.remove("is-pending"); }
}, true);

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-autosubmit]");
  if (!form || event.target.matches("[type=search]")) return;
  if (byKey) form.classList.add("is-pending");
  else commit(form);
});

function commit(form) {
  form.classList.remove("is-pending");
  form.requestSubmit();
}

// Addresses stay short: a filter that is not set is not sent.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.autosubmit !== "get") return;
  for (const control of event.target.elements) if (control.name && control.value === "") control.disabled = true;
});
addEventListener("pageshow", () => {
  for (const control of document.querySelectorAll('[data-autosubmit="get"] :disabled')) control.disabled = false;
});

// --- pick many --------------------------------------------------------------------------------------------------
const picked = () => document.querySelectorAll("[data-pick]:checked");

function showBulk() {
  const form = document.querySelector("[data-bulk]");
  if (!form) return;
  const many = picked().length;
  form.hidden = many === 0;
  form.querySelector("[data-bulk-count]").textContent = `${many} ${many === 1 ? "item" : "items"} selected`;
  const all = document.querySelector("[data-pick-all]");
  if (all) {
    all.checked = many > 0 && many === document.querySelectorAll("[data-pick]").length;
    all.indeterminate = many > 0 && !all.checked;
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]")) for (const box of document.querySelectorAll("[data-pick]")) box.checked = event.target.checked;
  if (event.target.matches("[data-pick], [data-pick-all]")) showBulk();
});
document.addEventListener("readiness:changed", showBulk);
addEventListener("pageshow", showBulk);

// --- refused and lost -------------------------------------------------------------------------------------------
document.querySelector("[data-error-summary]")?.focus();

document.addEventListener("htmx:before:swap", (event) => {
  const { response, text, sourceElement } = event.detail.ctx;
  const refusal = new DOMParser().parseFromString(text, "text/html").querySelector("[data-refusal]");
  if (!refusal && response.status < 500 && !/^\s*<(!doctype|html)/i.test(text)) return;
  event.preventDefault(); // a refusal is no row, nor is a whole page: an error page, or the way to sign in
  sourceElement.reset?.();
  if (refusal && response.status !== 401) return say(`That was not saved. ${refusal.textContent}`);
  const signedOut = response.status === 401 || response.raw.redirected;
  say(signedOut ? "That was not saved: you are signed out. Sign in again, then repeat it." : "That was not saved: something went wrong here. Try again in a moment.");
});

document.addEventListener("htmx:error", (event) => {
  const form = event.detail.ctx?.sourceElement;
  if (!form) return;
  form.reset?.();
  say("That was not saved: the server cannot be reached.");
});

function say(sentence) {
  document.dispatchEvent(new CustomEvent("readiness:notice", { detail: { key: "saving", sentence, kind: "error" } }));
}
