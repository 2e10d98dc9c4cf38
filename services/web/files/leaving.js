// Leaving fast: blank the page first, then go, then end the visit in the background.
// The links work without this file; this makes them faster, and adds Shift pressed three times.
(() => {
  const links = ["leave", "leave-first"].map((id) => document.getElementById(id));
  const told = document.getElementById("presses");
  const WAIT = 5000;
  const PRESSES = 3;
  let presses = 0;
  let timer = 0;
  let alone = false; // Shift is down and nothing else was pressed with it

  const blank = () => {
    document.documentElement.classList.add("leaving"); // nothing but the cover is drawn
    const cover = document.createElement("div");
    cover.className = "left";
    cover.setAttribute("role", "alert");
    document.body.append(cover);
    cover.textContent = "Loading.";
    document.title = "Loading";
  };

  const leave = (event) => {
    if (event) event.preventDefault();
    forget();
    blank();
    fetch("/session", { method: "DELETE", credentials: "same-origin", keepalive: true }).catch(() => {});
    window.location.replace(links[0].href);
  };

  const forget = () => {
    presses = 0;
    told.textContent = "";
    clearTimeout(timer);
  };

  const expire = () => {
    forget();
    told.textContent = "Time ran out. Press Shift 3 times to leave this site.";
    timer = setTimeout(forget, WAIT);
  };

  const press = () => {
    presses += 1;
    if (presses === PRESSES) return leave();
    clearTimeout(timer);
    timer = setTimeout(expire, WAIT);
    const more = PRESSES - presses;
    told.textContent = `Press Shift ${more} more time${more > 1 ? "s" : ""} to leave this site.`;
  };

  for (const link of links) link.addEventListener("click", leave);
  window.addEventListener("keydown", (event) => {
    alone = event.key === "Shift";
    if (!alone && presses) forget();
  }, true);
  window.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && alone) press();
    alone = false;
  }, true);
  window.addEventListener("pointerdown", () => {
    alone = false;
  }, true);

  // Coming back by the browser's own button must show neither what was here nor a white page for
  // good: what the browser keeps is white, and is loaded anew.
  window.addEventListener("pagehide", (event) => {
    if (event.persisted) document.documentElement.classList.add("leaving");
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
})();

// Past the menu, to the heading of the page that is open.
(() => {
  const link = document.querySelector('.skip[href="#root"]');
  if (!link) return;
  link.addEventListener("click", (event) => {
    const heading = document.querySelector('[data-testid="stMain"] h1');
    if (!heading) return;
    event.preventDefault();
    heading.tabIndex = -1;
    heading.focus();
  });
})();

// At the start of a visit: how to leave fast. It stands below the page, which keeps its full use.
(() => {
  const panel = document.getElementById("before");
  if (!panel) return;
  const [arrival] = performance.getEntriesByType("navigation");
  const fromHere = document.referrer.startsWith(`${window.location.origin}/`);
  if (fromHere || (arrival && arrival.type !== "navigate")) return panel.remove();
  const room = () => document.documentElement.style.setProperty("--before", `${panel.offsetHeight}px`);
  const resized = new ResizeObserver(room);
  panel.hidden = false;
  resized.observe(panel);
  panel.querySelector("button").addEventListener("click", () => {
    resized.disconnect();
    panel.remove();
    room();
    const heading = document.querySelector('[data-testid="stMain"] h1');
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  });
})();
