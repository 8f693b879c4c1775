// Small comforts of the public pages; every one of them works without.
"use strict";

// Save and take away without leaving the page: the answer is the button as it is now.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-swap]")) return;
  event.preventDefault();
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "HX-Request": "true" },
    });
    if (!answer.ok) throw new Error(answer.status);
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.querySelector("form");
    form.replaceWith(fresh);
    fresh.querySelector("button").focus();
    count(fresh.hasAttribute("data-saved") ? 1 : -1);
  } catch {
    form.submit();
  }
});

function count(step) {
  document.querySelectorAll("[data-saved-count]").forEach((place) => {
    const number = Math.max(Number(place.textContent) + step, 0);
    place.textContent = number;
    place.hidden = number === 0;
  });
}
