// The page without a network: leads to the log forms that this device keeps.

const list = document.querySelector("[data-blank-forms]");

for (const request of await (await caches.open("alliance-pages")).keys()) {
  const item = document.createElement("p");
  const link = document.createElement("a");
  link.href = request.url;
  link.className = "btn btn-primary";
  link.textContent = list.dataset.words;
  item.append(link);
  list.append(item);
}
document.querySelector("[data-again]").addEventListener("click", () => location.reload());

// The page that was wanted comes by itself once the server answers.
setInterval(async () => {
  const answer = await fetch("/livez", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}, 2000);
