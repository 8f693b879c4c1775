// Small comforts; every page works without them.
"use strict";

// A second press while the first is on its way sends nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.querySelectorAll("[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
});

// Back brings the page as it was left: its buttons should work again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

// Characters left, said only when somebody stops writing.
document.querySelectorAll(".count-left[data-limit]").forEach((note) => {
  const field = note.previousElementSibling;
  const live = document.createElement("span");
  live.className = "visually-hidden";
  live.setAttribute("role", "status");
  note.after(live);
  let pause;
  const count = () => {
    const left = Number(note.dataset.limit) - [...field.value.replace(/\r?\n/g, "\n")].length;
    note.textContent = `${left < 0 ? note.dataset.over : note.dataset.left} ${Math.abs(left)}`;
    note.classList.toggle("count-left--over", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => { live.textContent = note.textContent; }, 1200);
  };
  field.addEventListener("input", count);
  if (field.value) count();
});

// Menus close with Escape and when one goes elsewhere.
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.activeElement.closest("details.languages[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.languages[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// In a line that is moved sideways, what is open now is in view.
document.querySelectorAll(".desk-menu [aria-current], .tabs [aria-current]").forEach((here) => {
  const line = here.closest("ul");
  const middle = (box) => box.left + box.width / 2;
  line.scrollLeft += middle(here.getBoundingClientRect()) - middle(line.getBoundingClientRect());
});

document.querySelector(".error-summary:not([data-quiet] *)")?.focus();
