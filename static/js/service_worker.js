// Serves the blank log form when there is no network. FILES and VERSION stand above, from the server.
// No page about a client is ever kept; forms that were written wait sealed (kept.js).

const FILES_CACHE = `alliance-files-${VERSION}`;
const PAGES_CACHE = "alliance-pages";
const NO_NETWORK = "/offline/";
const LOG_FORM = /^(.*\/c\/[-a-z0-9]+)\/log\/(new|offline)\/$/;

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(FILES_CACHE);
    await cache.addAll([...FILES, NO_NETWORK]);
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("alliance-files-") && name !== FILES_CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

async function withoutNetwork(path) {
  const found = LOG_FORM.exec(path);
  const pages = await caches.open(PAGES_CACHE);
  const blank = found && (await pages.match(`${found[1]}/log/offline/`, { ignoreVary: true }));
  return blank ?? caches.match(NO_NETWORK, { ignoreVary: true });
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => withoutNetwork(pathname)));
  } else if (request.method === "GET" && FILES.includes(pathname)) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  }
});
