// Keys for reviewing: j, k, c, d, s. Never while somebody types, and never with a modifier.
const review = document.querySelector("[data-review]");

function press(key) {
  if (key === "j" && review.dataset.after) location.assign(review.dataset.after);
  else if (key === "k" && review.dataset.before) location.assign(review.dataset.before);
  else if (key === "j") document.querySelector(".queue a")?.click();
  else if (key === "c") document.querySelector("#reply textarea")?.focus();
  else document.querySelector(`[data-key="${key}"]`)?.click();
}

// Single keys act only while the focus is in the queue or the log (WCAG 2.1.4), so it begins there.
document.querySelector("#detail-h")?.focus({ preventScroll: true });

review.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const key = event.key.toLowerCase();
  if (!"jkcds".includes(key) || key.length !== 1) return;
  event.preventDefault();
  press(key);
});
