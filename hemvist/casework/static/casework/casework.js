// Who else is here, and names of colleagues while one writes; every page works without.
"use strict";

const EVERY = 20_000;

document.querySelectorAll("[data-presence]").forEach((place) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  const say = async () => {
    if (document.hidden) return;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, doing: place.dataset.doing });
    try {
      const answer = await fetch(place.dataset.presence, { method: "POST", body });
      if (!answer.ok || answer.redirected) return;
      const said = await answer.text();
      if (said !== place.innerHTML) place.innerHTML = said;
    } catch {
      // The network is away for a moment; the next time will do.
    }
  };
  say();
  setInterval(say, EVERY);
});

// After an @ the names that fit stand below the field; a click or Enter puts one in.
document.querySelectorAll("textarea[data-colleagues], [data-colleagues] textarea").forEach((field) => {
  const names = JSON.parse(field.closest("[data-colleagues]").dataset.colleagues);
  const list = document.createElement("ul");
  list.className = "naming";
  list.id = `${field.id}-names`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let chosen = 0;
  const begun = () => field.value.slice(0, field.selectionStart).match(/(?:^|[\s(])@([\p{L}\p{M} .'-]{0,40})$/u);
  const close = () => {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };
  const mark = () => {
    [...list.children].forEach((one, n) => one.setAttribute("aria-selected", String(n === chosen)));
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
  };
  const put = (name) => {
    const start = field.selectionStart - begun()[1].length;
    field.setRangeText(`${name} `, start, field.selectionStart, "end");
    close();
    field.focus();
  };
  field.addEventListener("input", () => {
    const found = begun();
    const fit = found ? names.filter((name) => name.toLowerCase().startsWith(found[1].toLowerCase())).slice(0, 6) : [];
    if (!fit.length) return close();
    list.replaceChildren(...fit.map((name, n) => {
      const one = document.createElement("li");
      one.id = `${list.id}-${n}`;
      one.setAttribute("role", "option");
      one.textContent = name;
      one.addEventListener("mousedown", (event) => {
        event.preventDefault();
        put(name);
      });
      return one;
    }));
    list.hidden = false;
    chosen = 0;
    return mark();
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) chosen = (chosen + move + list.children.length) % list.children.length;
    else if (event.key === "Enter" || event.key === "Tab") put(list.children[chosen].textContent);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    if (!list.hidden) mark();
  });
  field.addEventListener("blur", close);
});
