/* While a name, a number or a month is typed: ask whether the person is known, and show it. */
(() => {
  const form = document.querySelector("form[data-same]");
  const place = document.getElementById("same");
  if (!form || !place) return;
  const asked = new Set(["name", "phone", "email", "moving_on_0", "moving_on_1"]);
  let timer = 0;
  let latest = 0;
  const ask = async () => {
    const mine = ++latest;
    const words = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (asked.has(name) || name === "csrfmiddlewaretoken") words.append(name, value);
    }
    const answer = await fetch(form.dataset.same, { method: "POST", body: words });
    if (!answer.ok || mine !== latest) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.body.childNodes);
  };
  form.addEventListener("input", (event) => {
    if (!asked.has(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 400);
  });
})();
