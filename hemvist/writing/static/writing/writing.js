// The draft keeps itself, texts are counted, and the seconds run; every page works without.
"use strict";

const form = document.querySelector("form[data-draft]");
if (form) {
  const said = form.querySelector("[data-kept]");
  const words = () => ["subject", "body", "to", "leave_on"].map((name) => form.elements[name]?.value ?? "").join("\0");
  let kept = words();
  let waiting = 0;
  let busy = false;
  let sent = false;
  const told = () => {
    const body = new FormData(form);
    body.delete("upload");
    return body;
  };
  const keep = async () => {
    if (busy || sent || words() === kept) return;
    busy = true;
    const now = words();
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: told() });
      const what = answer.redirected ? null : await answer.json();
      if (what) {
        said.textContent = what.said;
        if (answer.ok) {
          kept = now;
          form.elements.draft_version.value = what.version;
        }
      }
    } catch {
      // The network is away; the words stand in the field, and the next try comes with the next letter.
    }
    busy = false;
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
  addEventListener("pagehide", () => {
    if (!sent && words() !== kept) navigator.sendBeacon(form.dataset.draft, told());
  });

  // As messaging/segments.py counts: GSM 03.38 with its extension, else UCS-2.
  const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
  const DOUBLE = new Set("\f^{}\\[~]|€");
  const count = (text) => {
    const signs = [...text];
    const plain = signs.every((sign) => BASIC.has(sign) || DOUBLE.has(sign));
    const sizes = signs.map((sign) => (plain ? (DOUBLE.has(sign) ? 2 : 1) : sign.length));
    const [alone, part] = plain ? [160, 153] : [70, 67];
    if (sizes.reduce((sum, size) => sum + size, 0) <= alone) return text ? 1 : 0;
    let parts = 1;
    let room = part;
    sizes.forEach((size) => {
      if (size > room) { parts += 1; room = part; }
      room -= size;
    });
    return parts;
  };
  const line = form.querySelector("[data-parts]");
  const field = form.querySelector("[data-tail]");
  if (line && field) {
    form.addEventListener("input", () => {
      const text = form.elements.body.value + field.dataset.tail;
      const long = [...text].length > Number(field.dataset.longest);
      line.textContent = long ? line.dataset.long : `${line.dataset.word} ${count(text)}`;
    });
  }
}

// How long a message can still be taken back; then the page shows what became of it.
document.querySelectorAll("[data-leaves]").forEach((place) => {
  const leaves = new Date(place.dataset.leaves).getTime();
  const shown = place.querySelector("[data-countdown]");
  const tick = () => {
    const left = Math.ceil((leaves - Date.now()) / 1000);
    if (left > 60) return;
    shown.textContent = left > 0 ? `(${left})` : "";
    if (left > 0) setTimeout(tick, 500);
  };
  tick();
});
