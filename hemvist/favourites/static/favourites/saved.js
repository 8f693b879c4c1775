// Keeping the saved pages on the telephone, when the reader asks for it and until they say stop.
"use strict";

(() => {
  const CACHE = "saved-pages-1";
  const box = document.querySelector("[data-offline]");
  if (!box || !("serviceWorker" in navigator) || !("caches" in window)) return;
  const [on, off, said] = ["on", "off", "said"].map((name) => box.querySelector(`[data-${name}]`));
  const addresses = () => [box.dataset.offline, ...(box.dataset.pages || "").split(" ").filter(Boolean)];

  const files = (html) =>
    [...html.matchAll(/(?:href|src)="(\/(?:static|look)\/[^"#?]+)/g)].map((found) => found[1]);

  async function keep() {
    const cache = await caches.open(CACHE);
    const wanted = new Set();
    let pages = 0;
    for (const address of addresses()) {
      try {
        const answer = await fetch(address, { credentials: "omit", redirect: "error" });
        if (!answer.ok) continue;
        await cache.put(address, answer.clone());
        wanted.add(address);
        pages += 1;
        files(await answer.text()).forEach((file) => wanted.add(file));
      } catch {
        // Kept from before, perhaps; the next visit tries again.
        wanted.add(address);
      }
    }
    for (const file of wanted) {
      if (!(await cache.match(file))) await cache.add(new Request(file, { credentials: "omit" })).catch(() => {});
    }
    for (const request of await cache.keys()) {
      if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
    }
    return pages - 1;
  }

  function show(isOn, number) {
    on.hidden = isOn;
    off.hidden = !isOn;
    said.textContent = isOn ? `${said.dataset.words} ${number}` : "";
  }

  on.querySelector("button").addEventListener("click", async () => {
    await navigator.serviceWorker.register(box.dataset.worker);
    show(true, await keep());
  });

  off.querySelector("button").addEventListener("click", async () => {
    const worker = await navigator.serviceWorker.getRegistration("/");
    if (worker) await worker.unregister();
    await caches.delete(CACHE);
    show(false);
  });

  (async () => {
    box.hidden = false;
    const worker = await navigator.serviceWorker.getRegistration("/");
    if (!worker) return show(false);
    worker.update();
    show(true, await keep());
  })();
})();
