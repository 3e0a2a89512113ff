// The cover: the wordmark instead of the page, for when someone walks in. The server is told: ten
// minutes later, or at once where nobody was there for too long, it opens no page without a gesture.

const HOLD_MS = 500;
const MINUTE_MS = 60 * 1000;
const CONFIRM_AFTER_MS = 10 * MINUTE_MS;
const STAY_EVERY_MS = 4 * MINUTE_MS;
const KEPT = "alliance-covered-at"; // also read by document.html, before anything is drawn
const COVERED = "is-covered";
// Pressed on the way to something else.
const SILENT_KEYS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Tab"]);

let cover = null;
let title = "";
let returnTo = null;
let idleTimer = 0;
let holdTimer = 0;
let toldAt = Date.now();

const coveredAt = () => Number(sessionStorage.getItem(KEPT));
const isCovered = () => !cover.hidden;

// No page depends on the answer: without a network the cover is only on this screen.
function tell(url, body) {
  toldAt = Date.now();
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  return fetch(url, { method: "POST", headers, body, redirect: "manual" }).catch(() => null);
}

function coverByHand() {
  showCover();
  tell(cover.dataset.coverUrl);
}

function coverAfterIdleness() {
  if (isCovered()) return;
  showCover(Date.now() - CONFIRM_AFTER_MS - 1);
  tell(cover.dataset.coverUrl, new URLSearchParams({ idle: "1" }));
}

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
  tell(cover.dataset.liftUrl);
  cover.hidden = true;
  document.documentElement.classList.remove(COVERED);
  for (const part of document.body.children) part.inert = false;
  document.title = title;
  returnTo?.focus();
  waitForIdleness();
}

function waitForIdleness() {
  clearTimeout(idleTimer);
  idleTimer = setTimeout(coverAfterIdleness, Number(cover.dataset.idleMinutes) * MINUTE_MS);
  if (!isCovered() && Date.now() - toldAt > STAY_EVERY_MS) tell(cover.dataset.stayUrl);
}

function startHold(event) {
  event.preventDefault();
  clearTimeout(holdTimer);
  holdTimer = setTimeout(liftCover, HOLD_MS);
}

function listen() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-cover]")) coverByHand();
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
