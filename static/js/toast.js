// One toast at a time: it stays ten seconds, and as long as someone is on it.

const STAY_MS = 10_000;

let place = null;
let timer = 0;

function dismiss() {
  clearTimeout(timer);
  place.replaceChildren();
}

function countDown() {
  clearTimeout(timer);
  timer = setTimeout(dismiss, STAY_MS);
}

function show(toast) {
  place.replaceChildren(toast);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", countDown);
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("focusout", countDown);
  toast.querySelector("[data-dismiss]")?.addEventListener("click", dismiss);
  countDown();
}

// For other modules: say something in words.
export function say(words) {
  if (!place) return;
  const toast = document.createElement("div");
  const line = document.createElement("p");
  toast.className = "toast-line";
  line.textContent = words;
  toast.append(line);
  show(toast);
}

export function startToasts() {
  place = document.querySelector(".toasts");
  const first = place?.querySelector(".toast-line");
  if (!first) return;
  // A live region speaks of what changes in it, not of what it came with.
  first.remove();
  setTimeout(() => show(first), 100);
}
