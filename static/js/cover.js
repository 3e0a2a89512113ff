// The cover: the wordmark instead of the page, for when someone walks in.

const HOLD_MS = 500;
const CONFIRM_AFTER_MS = 10 * 60 * 1000;
const IDLE_MS = 30 * 60 * 1000;
const KEPT = "alliance-covered-at"; // also read by document.html, before anything is drawn
const COVERED = "is-covered";
// Pressed on the way to something else.
const SILENT_KEYS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Tab"]);

let cover = null;
let title = "";
let returnTo = null;
let idleTimer = 0;
let holdTimer = 0;

const coveredAt = () => Number(sessionStorage.getItem(KEPT));
const isCovered = () => !cover.hidden;

function showCover(since = Date.now()) {
  if (isCovered()) return;
  sessionStorage.setItem(KEPT, String(since));
  title = document.title;
  document.title = "Alliance";
  returnTo = document.activeElement;
  for (const part of document.body.children) {
    if (part !== cover) part.inert = true;
  }
  document.documentElement.classList.add(COVERED);
  cover.hidden = false;
  cover.focus();
}

function liftCover() {
  clearTimeout(holdTimer);
  if (!isCovered()) return;
  if (Date.now() - coveredAt() > CONFIRM_AFTER_MS && cover.dataset.confirmUrl) {
    sessionStorage.removeItem(KEPT);
    const here = location.pathname + location.search;
    location.replace(`${cover.dataset.confirmUrl}?next=${encodeURIComponent(here)}`);
    return;
  }
  sessionStorage.removeItem(KEPT);
  cover.hidden = true;
  document.documentElement.classList.remove(COVERED);
  for (const part of document.body.children) part.inert = false;
  document.title = title;
  returnTo?.focus();
  waitForIdleness();
}

function waitForIdleness() {
  clearTimeout(idleTimer);
  idleTimer = setTimeout(showCover, IDLE_MS);
}

function startHold(event) {
  event.preventDefault();
  clearTimeout(holdTimer);
  holdTimer = setTimeout(liftCover, HOLD_MS);
}

function listen() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-cover]")) showCover();
  });
  document.addEventListener(
    "keydown",
    (event) => {
      waitForIdleness();
      const isCommand = event.ctrlKey || event.metaKey || event.altKey;
      if (!isCovered() || isCommand || SILENT_KEYS.has(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      liftCover();
    },
    true,
  );
  document.addEventListener("pointerdown", waitForIdleness, { passive: true });
  cover.addEventListener("pointerdown", startHold);
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    cover.addEventListener(end, () => clearTimeout(holdTimer));
  }
  // A screen reader's "activate" is a click without a pointer.
  cover.querySelector("button").addEventListener("click", (event) => {
    if (event.detail === 0) liftCover();
  });
}

export function startCover() {
  cover = document.querySelector(".cover");
  if (!cover) return;
  listen();
  waitForIdleness();
  // Loading the page again does not lift it.
  if (coveredAt()) showCover(coveredAt());
}
