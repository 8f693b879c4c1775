// Gives saved pages when there is no network. It keeps nothing by itself: what lies in the cache
// was put there on the list's page, fetched without cookies, and so says nothing of anybody.
"use strict";

const CACHE = "saved-pages-1";
const CLOSED = /^\/(desk|editor|staff|accounts|audit|referrals|api|demo)\/|^\/[a-z]{2}\/(my|enquiry)\//;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const older = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("saved-pages-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(older());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (CLOSED.test(address.pathname)) return;
  event.respondWith(fetch(request).catch(() => kept(request, address)));
});

async function kept(request, address) {
  const cache = await caches.open(CACHE);
  const page = await cache.match(address.pathname);
  if (page) return page;
  if (request.mode !== "navigate") return Response.error();
  const language = address.pathname.slice(1, 3);
  const keys = await cache.keys();
  const offline = keys.filter((key) => key.url.endsWith("/saved/offline/"));
  const mine = offline.find((key) => new URL(key.url).pathname.startsWith(`/${language}/`));
  const found = mine || offline[0];
  return (found && (await cache.match(found))) || Response.error();
}
