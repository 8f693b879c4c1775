// Lists and cases by keyboard, and a quiet word when something has changed. Everything works without.
"use strict";
(() => {
  const STORE = "hemvist.keys";
  const stored = () => { try { return localStorage.getItem(STORE); } catch { return null; } };
  const sheet = document.getElementById("keys");
  const opener = document.querySelector("[data-open-keys]");
  const root = document.documentElement;

  // --- Rows: j and k move, o opens, x ticks. The link of the row has the focus, so Enter opens too.
  const links = () => [...document.querySelectorAll(".case-row__name")];
  const row = () => document.activeElement?.closest(".case-row");
  const move = (by) => {
    const all = links();
    const here = all.indexOf(row()?.querySelector(".case-row__name"));
    const next = all[here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  // --- How many are ticked stands in the bar, which the stylesheet shows when there are any.
  const counted = document.querySelector("[data-ticked]");
  const count = () => {
    if (!counted) return;
    const many = document.querySelectorAll(".case-row__pick :checked").length;
    const all = document.querySelector(".many__all :checked");
    counted.textContent = all ? counted.dataset.all : many ? `${counted.dataset.ticked} ${many}` : "";
  };
  document.addEventListener("change", (event) => { if (event.target.matches(".case-row__pick input, .many__all input")) count(); });
  window.addEventListener("pageshow", count);
  const tick = () => row()?.querySelector(".case-row__pick input")?.click();
  const tickAll = () => {
    const boxes = [...document.querySelectorAll(".case-row__pick input")];
    const on = boxes.some((box) => !box.checked);
    boxes.forEach((box) => { box.checked = on; });
    count();
  };
  const PRESSED = {
    j: () => move(1),
    k: () => move(-1),
    o: () => row()?.querySelector(".case-row__name")?.click(),
    x: tick,
    a: tickAll,
    "?": () => (sheet?.open ? sheet.close() : sheet?.showModal()),
  };

  // --- Buttons and links that have a letter of their own, shown beside them.
  const CASE = { r: "write/", c: "call/", t: "note/", e: "next-step/" };
  Object.entries(CASE).forEach(([key, end]) => {
    const link = document.querySelector(`.case-head a[href$="/${end}"]`);
    if (link) link.dataset.key = key;
  });
  const lettered = (key) => [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  const follow = (one) => {
    if (one.matches("summary")) {
      one.parentElement.open = true;
      one.parentElement.querySelector("select, input:not([type=hidden])")?.focus();
    } else if (one.matches("input, select, textarea")) one.focus(); else one.click();
  };

  const writes = (one) => one?.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio]):not([type=submit])");
  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writes(event.target)) return;
    if (sheet?.open && event.key !== "?") return;
    const own = lettered(event.key);
    const act = PRESSED[event.key];
    if (!own && !act) return;
    event.preventDefault();
    if (own) follow(own); else act();
  };

  const say = (on) => {
    root.classList.toggle("has-keys", on);
    document.querySelectorAll("[data-key]").forEach((one) => {
      if (on) one.setAttribute("aria-keyshortcuts", one.dataset.key); else one.removeAttribute("aria-keyshortcuts");
    });
    document[on ? "addEventListener" : "removeEventListener"]("keydown", pressed);
    const box = sheet?.querySelector("[name=keys]");
    if (box) box.checked = on;
  };
  if (sheet) {
    say(stored() !== "off");
    if (opener) { opener.hidden = false; opener.addEventListener("click", () => sheet.showModal()); }
    sheet.querySelector("[name=keys]")?.addEventListener("change", (event) => {
      try { localStorage.setItem(STORE, event.target.checked ? "on" : "off"); } catch { /* for this page only */ }
      say(event.target.checked);
    });
  }

  // --- News: nothing moves under the hand; a line says that there is something new.
  const news = document.querySelector("[data-news]");
  const ask = async () => {
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(news.dataset.news, { headers: { Accept: "text/html" }, cache: "no-cache" });
        if (answer.status === 200 && !answer.redirected) {
          const text = (await answer.text()).trim();
          if (text !== news.dataset.said) { news.innerHTML = text; news.dataset.said = text; news.querySelectorAll("a").forEach((link) => { link.href = location.href; }); }
        } else if (answer.redirected || answer.status >= 400) { return; }
      } catch { /* no network just now; asked again in a while */ }
    }
    setTimeout(ask, 20000);
  };
  if (news) setTimeout(ask, 20000);
})();
