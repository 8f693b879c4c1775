/* Something a worker has: look again every two seconds, and read the page anew when it is done. */
(() => {
  const progress = document.getElementById("progress");
  const again = async () => {
    const answer = await fetch(progress.dataset.again, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("progress");
    if (!now || !now.dataset.again) return location.reload();
    if (now.textContent !== progress.textContent) progress.replaceChildren(...now.childNodes);
    setTimeout(again, 2000);
  };
  if (progress && progress.dataset.again) setTimeout(again, 1000);
})();
