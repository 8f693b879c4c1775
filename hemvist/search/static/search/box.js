// Offers what might be meant while somebody types; the box works without it.
"use strict";

document.querySelectorAll("form.search-box[data-suggest]").forEach((form) => {
  if (form.dataset.ready) return; // two boxes on a page bring the script twice
  form.dataset.ready = "yes";
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  let asked = 0, pause, chosen = -1;

  list.id = `${input.id}-list`;
  list.className = "search-box__list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  list.hidden = true;
  form.append(list);
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
    .forEach(([name, value]) => input.setAttribute(name, value));

  const option = ({ text, note, url, language, direction }, at) => {
    const item = document.createElement("li"), link = document.createElement("a");
    item.setAttribute("role", "option");
    item.id = `${list.id}-${at}`;
    Object.assign(link, { href: url, tabIndex: -1, textContent: text, lang: language, dir: direction });
    if (note) {
      const small = document.createElement("small");
      small.textContent = note;
      link.append(small);
    }
    item.append(link);
    return item;
  };
  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (number) => {
    const all = options();
    chosen = (number + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    const words = input.value.trim(), mine = ++asked;
    if (words.length < 2) return close();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`);
      if (!answer.ok || mine !== asked || document.activeElement !== input) return;
      list.replaceChildren(...(await answer.json()).suggestions.map(option));
    } catch {
      return; // no network: the button still works when there is one again
    }
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !options().length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  input.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(ask, 140); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { close(); event.preventDefault(); }
    if (list.hidden) return;
    if (event.key === "ArrowDown") { choose(chosen + 1); event.preventDefault(); }
    if (event.key === "ArrowUp") { choose(chosen < 0 ? -1 : chosen - 1); event.preventDefault(); }
    if (event.key === "Enter" && chosen >= 0) { options()[chosen].querySelector("a").click(); event.preventDefault(); }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
});
