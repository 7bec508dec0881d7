// Keeps the conformance page, headers and all, and answers from what it keeps.
const FILES = ["./conform.html", "./conform.js", "./conformance.mjs", "./keratin/build/dist/keratin.js"];

async function keep() {
  const cache = await caches.open("keratin");
  await cache.addAll(FILES);
  await self.skipWaiting();
}

async function answer(request) {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => event.respondWith(answer(event.request)));
