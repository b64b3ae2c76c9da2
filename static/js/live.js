// What others change appears here without a reload. We ask for this very page with the tag it came with; usually the answer is 304.
// Regions are [data-live][id]; a region somebody is working in waits for the next time, the regions inside it do not.
const EVERY = 15_000;
const LONGEST = 120_000;
const root = document.documentElement;
let tag = root.dataset.etag ?? "";
let seenAt = new Date();
let lostAt = null;
let failures = 0;
let timer = 0;
let asking = false;
let ownChanges = 0;
let touches = 0; // of keys and pointer
let touchesAtSend = 0;

const regions = document.querySelector("[data-live][id]");
if (regions) {
  schedule();
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  addEventListener("online", ask);
}
document.addEventListener("htmx:before:request", () => { touchesAtSend = touches; });
document.addEventListener("htmx:after:swap", afterOwnChange);
for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, () => { touches += 1; }, true);
document.addEventListener("readiness:notice", (event) => note(event.detail));

function schedule() {
  clearTimeout(timer);
  if (document.hidden) return;
  const wait = Math.min(EVERY * 2 ** failures, LONGEST);
  timer = setTimeout(ask, wait * (0.9 + Math.random() / 5));
}

async function ask() {
  if (asking || document.hidden) return;
  asking = true;
  const before = ownChanges;
  const goOn = await look();
  asking = false;
  if (goOn && before !== ownChanges) ask();
  else if (goOn) schedule();
}

async function look() {
  const before = ownChanges;
  let answer;
  try {
    answer = await fetch(location.href, { headers: { ...(tag && { "If-None-Match": tag }), "X-Live": "1" }, cache: "no-store", credentials: "same-origin" });
    if (answer.status >= 500) throw new Error(`status ${answer.status}`);
  } catch {
    lose();
    return true;
  }
  if (answer.status === 401 || answer.redirected) return signedOut();
  regain();
  if (answer.status === 304) return true;
  if (answer.status === 403 || answer.status === 404) return gone();
  if (answer.status !== 200) return false; // this page is an answer to a form: it stays as it is
  const text = await answer.text();
  if (before !== ownChanges) return true; // our own change came in between and is newer than this answer
  const page = new DOMParser().parseFromString(text, "text/html");
  const all = renew(document, page);
  if (all) tag = answer.headers.get("ETag") ?? page.documentElement.dataset.etag ?? tag;
  return true;
}

// --- renewing regions -------------------------------------------------------------------------------------------

function renew(here, page) {
  let all = true;
  let changed = false;
  const visit = (scope) => {
    for (const old of topRegions(scope)) {
      const fresh = page.getElementById(old.id);
      if (!fresh || reading(old) === reading(fresh)) continue;
      if (isInUse(old)) {
        all = false;
        visit(old);
      } else {
        replace(old, fresh);
        changed = true;
      }
    }
  };
  visit(here);
  if (changed) document.dispatchEvent(new CustomEvent("readiness:changed", { detail: { by: "others" } }));
  return all;
}

function topRegions(scope) {
  return [...scope.querySelectorAll("[data-live][id]")].filter((region) => {
    const outer = region.parentElement.closest("[data-live][id]");
    return outer === (scope === document ? null : scope);
  });
}

// How a region reads, without what we, the reader or the moment put into it.
function reading(region) {
  const copy = region.cloneNode(true);
  for (const mine of copy.querySelectorAll('[name="csrf_token"], .chart-live')) mine.remove();
  for (const node of [copy, ...copy.querySelectorAll("[data-htmx-powered], details[open], .is-fresh")]) {
    node.removeAttribute("data-htmx-powered");
    node.removeAttribute("open");
    node.classList.remove("is-fresh");
    if (!node.classList.length) node.removeAttribute("class");
  }
  return copy.outerHTML;
}

function isInUse(region) {
  const active = document.activeElement;
  const isSettled = ownChanges > 0 && touches === touchesAtSend; // what has the focus was saved, and not touched since
  if (!isSettled && region.contains(active) && active.matches("input:not([data-pick]), select, textarea")) return true;
  if (region.querySelector(".htmx-request, form.is-pending, [role=alert]")) return true; // a refusal stays until it is answered
  return [...region.querySelectorAll("input:not([type=hidden], [data-pick]), select, textarea")].some(isDirty);
}

function isDirty(control) {
  if (control.matches("[type=checkbox], [type=radio]")) return control.checked !== control.defaultChecked;
  if (control.matches("select")) return control.selectedIndex !== Math.max(0, [...control.options].findIndex((option) => option.defaultSelected));
  return control.value !== control.defaultValue;
}

function replace(old, fresh) {
  const open = new Set([...old.querySelectorAll("details[open]")].map(nameOf));
  const checked = [...old.querySelectorAll("[data-pick]:checked")].map((box) => box.id);
  const focus = old.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  const scroll = [old, ...old.querySelectorAll("[tabindex], .board")].map((node) => node.scrollLeft);
  const node = document.importNode(fresh, true);
  old.replaceWith(node);
  for (const details of node.querySelectorAll("details")) details.open ||= open.has(nameOf(details));
  for (const id of checked) { const box = document.getElementById(id); if (box) box.checked = true; }
  [node, ...node.querySelectorAll("[tabindex], .board")].forEach((inner, n) => { inner.scrollLeft = scroll[n] ?? 0; });
  if (focus) [...node.querySelectorAll("a, button, summary, input, select, textarea")].find((other) => nameOf(other) === focus)?.focus({ preventScroll: true });
  if (node.matches("[data-item]")) node.classList.add("is-fresh");
  window.htmx?.process(node);
}

function nameOf(node) {
  return node.id || node.getAttribute("href") || node.closest("[id]")?.id + ">" + (node.matches("details") ? node.querySelector("summary") : node).textContent.trim();
}

// --- our own change ---------------------------------------------------------------------------------------------

function afterOwnChange(event) {
  const fresh = event.detail.ctx.response?.headers.get("X-Page-ETag");
  ownChanges += 1;
  forget("saving");
  document.dispatchEvent(new CustomEvent("readiness:changed", { detail: { by: "me" } }));
  if (fresh) tag = fresh;
  else if (regions) ask(); // the answer held only the changed part: look at the rest now
}

// --- notices ----------------------------------------------------------------------------------------------------

const clock = (at) => at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function lose() {
  failures += 1;
  lostAt ??= new Date();
  note({ key: "offline", kind: "warning", sentence: `Offline since ${clock(lostAt)} – shown as of ${clock(seenAt)}.` });
}

function regain() {
  failures = 0;
  lostAt = null;
  seenAt = new Date();
  forget("offline");
}

function signedOut() {
  const address = document.getElementById("live-notice").dataset.signIn;
  note({ key: "signed-out", kind: "info", sentence: "You are signed out. What you see no longer renews itself.", link: address && ["Sign in", address] });
  return false;
}

function gone() {
  note({ key: "gone", kind: "info", sentence: "This page is no longer here for you. What you see no longer renews itself." });
  return false;
}

function note({ key, kind, sentence, link }) {
  const place = document.getElementById("live-notice");
  let box = place.querySelector(`[data-notice="${key}"]`);
  if (!box) {
    box = document.createElement("div");
    box.dataset.notice = key;
    box.append(document.createElement("p"));
    place.append(box);
  }
  box.className = `notice hue is-${kind}`;
  const words = box.firstElementChild;
  if (words.dataset.said === sentence) return;
  words.dataset.said = sentence;
  words.textContent = sentence;
  if (link) {
    const door = Object.assign(document.createElement("a"), { textContent: link[0], href: link[1] });
    words.append(" ", door);
  }
}

function forget(key) {
  document.querySelector(`#live-notice [data-notice="${key}"]`)?.remove();
}
