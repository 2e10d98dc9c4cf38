// Leaving fast: blank the page first, then go, then end the visit in the background.
// The link works without this file; this makes it faster, and adds Shift pressed three times.
(() => {
  const link = document.getElementById("leave");
  const told = document.getElementById("presses");
  const WAIT = 5000;
  let presses = 0;
  let timer = 0;
  let shiftWasAlone = true;

  const leave = (event) => {
    if (event) event.preventDefault();
    told.textContent = "";
    const cover = document.createElement("div");
    cover.className = "left";
    cover.setAttribute("role", "alert");
    document.body.append(cover);
    cover.textContent = "Loading.";
    document.title = "Loading";
    fetch("/session", { method: "DELETE", credentials: "same-origin", keepalive: true }).catch(() => {});
    window.location.replace(link.href);
  };

  const forget = () => {
    presses = 0;
    told.textContent = "";
    clearTimeout(timer);
  };

  link.addEventListener("click", leave);
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      shiftWasAlone = !event.shiftKey;
      if (presses) forget();
      return;
    }
    if (!shiftWasAlone) {
      shiftWasAlone = true;
      return;
    }
    presses += 1;
    if (presses === 3) return leave();
    clearTimeout(timer);
    timer = setTimeout(forget, WAIT);
    const more = 3 - presses;
    told.textContent = `Press Shift ${more} more time${more > 1 ? "s" : ""} to leave this site.`;
  }, true);

  // Coming back by the browser's own button must not show what was here.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
})();

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
  const open = (page) => {
    const told = new DOMParser().parseFromString(page, "text/html").querySelector("main");
    told.querySelector("h1").remove();
    for (const heading of told.querySelectorAll("h2")) {
      const smaller = document.createElement("h3");
      smaller.textContent = heading.textContent;
      heading.replaceWith(smaller);
    }
    panel.querySelector("div").replaceChildren(...told.childNodes);
    panel.show();
    panel.querySelector("h2").focus();
  };
  panel.querySelector(".close").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (panel.open) return close();
    fetch(link.href)
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then(open)
      .catch(() => window.location.assign(link.href));
  });
})();
