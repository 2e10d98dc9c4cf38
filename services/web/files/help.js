// Help opens beside the page, so that what was typed stays. Without this the link opens /help.
(() => {
  const link = document.querySelector('.bar a[href="/help"]');
  if (!link || !document.getElementById("root")) return;
  const panel = document.createElement("dialog");
  panel.className = "panel";
  panel.setAttribute("aria-labelledby", "panel-title");
  panel.innerHTML = '<button type="button" class="close">Close</button><h2 id="panel-title" tabindex="-1">Get help now</h2><div></div>';
  document.querySelector(".bar").after(panel);

  const close = () => {
    panel.close();
    link.focus();
  };
  const fill = (page) => {
    const told = new DOMParser().parseFromString(page, "text/html").querySelector("main");
    told.querySelector("h1").remove();
    for (const heading of told.querySelectorAll("h2")) {
      const smaller = document.createElement("h3");
      smaller.textContent = heading.textContent;
      heading.replaceWith(smaller);
    }
    panel.querySelector("div").replaceChildren(...told.childNodes);
    if (!panel.open) panel.show();
    panel.scrollTop = 0;
    panel.querySelector("h2").focus();
  };
  const load = (address) =>
    fetch(address)
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then(fill)
      .catch(() => window.location.assign(address));
  const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.shiftKey;

  panel.querySelector(".close").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  // the numbers of another nation open here too
  panel.addEventListener("click", (event) => {
    const other = event.target.closest('a[href^="/help?"]');
    if (!other || !isPlain(event)) return;
    event.preventDefault();
    load(other.href);
  });
  link.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    if (panel.open) return close();
    load(link.href);
  });
  // Words may ask for help by themselves: a mark on the page opens the panel. Nothing is sent anywhere.
  const shown = new Set();
  const show = () => {
    const mark = document.querySelector("#root [class*='st-key-show-help-']");
    const name = mark && [...mark.classList].find((one) => one.startsWith("st-key-show-help-"));
    if (!name || shown.has(name)) return;
    shown.add(name);
    if (!panel.open) load(link.href);
  };
  new MutationObserver(show).observe(document.getElementById("root"), { childList: true, subtree: true });
})();
