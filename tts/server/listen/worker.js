// 稍後聽: the shell is kept, so that the page opens where there is no connection. Nothing of a list is kept.
const CACHE = "ting-listen";
const PAGE = "/listen";
const FILES = [
  PAGE, ...["ting.css", "app.css", "app.js", "page.js", "server.js", "list.js", "player.js", "deck.js", "words.js",
    "sending.js", "reasons.js", "manifest.webmanifest", "icon-192.png"].map((name) => `${PAGE}/${name}`),
];
const PATIENCE_MS = 2000; // a server that is out of reach may say so very late

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !FILES.includes(pathname)) return;
  event.respondWith(answer(event, pathname));
});

async function answer(event, path) {
  const cache = await caches.open(CACHE);
  const asked = fetch(event.request).then((fresh) => {
    if (fresh.ok) event.waitUntil(cache.put(path, fresh.clone()));
    return fresh;
  });
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  const fresh = await Promise.race([asked, late]).catch(() => null);
  return fresh?.ok ? fresh : (await cache.match(path)) ?? fresh ?? asked;
}
