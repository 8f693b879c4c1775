// Reads the page aloud with the voices the device has; without one there is no button.
"use strict";

(() => {
  const holder = document.querySelector(".listen");
  const main = document.querySelector("main");
  const speech = window.speechSynthesis;
  if (!holder || !main || !speech) return;
  const button = holder.querySelector("button");
  const words = { start: button.textContent, stop: holder.dataset.stop };
  const SAID = "h1, h2, h3, p, li, dt, dd, th, td, caption, figcaption, blockquote, legend";
  let turn = 0;

  const voiceFor = (language) =>
    speech.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language));

  // A number is read digit by digit, or nobody can write it down.
  const spoken = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(`form, svg, button, .save, ${SAID}`).forEach((part) => part.remove());
    copy.querySelectorAll("a[href^='tel:']").forEach((link) => {
      link.textContent = [...link.textContent.replace(/[^+\d]/g, "")].join(" ");
    });
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  // In sentences: some browsers fall silent in the middle of a long text.
  const pieces = () =>
    [...main.querySelectorAll(SAID)]
      .filter((element) => !element.closest("form, nav, [hidden], .useful") && element.offsetParent)
      .flatMap((element) => {
        const inner = element.querySelector(":scope > [lang]:only-child");
        const language = (inner || element).closest("[lang]").lang.slice(0, 2);
        return (spoken(element).match(/[^.!?؟]+[.!?؟]*/g) || []).map((text) => ({ text, language }));
      })
      .filter(({ text }) => /[\p{L}\d]/u.test(text));

  const stop = () => {
    turn += 1;
    speech.cancel();
    button.textContent = words.start;
  };

  const start = () => {
    const mine = (turn += 1);
    const queue = pieces();
    button.textContent = words.stop;
    const next = () => {
      if (mine !== turn) return;
      const piece = queue.shift();
      if (!piece) return stop();
      const utterance = new SpeechSynthesisUtterance(piece.text);
      utterance.lang = piece.language;
      utterance.voice = voiceFor(piece.language) || null;
      utterance.onend = next;
      utterance.onerror = next;
      speech.speak(utterance);
    };
    next();
  };

  const show = () => {
    holder.hidden = !voiceFor(document.documentElement.lang);
  };
  button.addEventListener("click", () => (button.textContent === words.stop ? stop() : start()));
  window.addEventListener("pagehide", stop);
  speech.addEventListener?.("voiceschanged", show);
  show();
})();
