// What lies on the telephone, by name.
"use strict";

(async () => {
  const list = document.querySelector("[data-kept]");
  if (!list || !("caches" in window)) return;
  const cache = await caches.open("saved-pages-1");
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (!/^\/[a-z]{2}\//.test(pathname) || pathname.endsWith("/saved/offline/")) continue;
    const html = await (await cache.match(request)).text();
    const title = new DOMParser().parseFromString(html, "text/html").querySelector("h1");
    const link = document.createElement("a");
    link.href = pathname;
    link.textContent = title ? title.textContent : pathname;
    list.append(Object.assign(document.createElement("li"), { className: "saved__thing" }));
    list.lastChild.append(link);
  }
})();
