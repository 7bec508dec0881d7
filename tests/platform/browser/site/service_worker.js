// Keeps the files of keep.json, headers and all, and answers from what it keeps.
async function keep() {
  const cache = await caches.open("keratin");
  await cache.addAll(await (await fetch("./keep.json")).json());
  await self.skipWaiting();
}

async function answer(request) {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => event.respondWith(answer(event.request)));
