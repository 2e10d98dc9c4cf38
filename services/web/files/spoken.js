// What Streamlit leaves unsaid to those who listen, or who use the keyboard: which page opened,
// where it begins, what the menu's buttons do, and which sentence belongs to which field.
(() => {
  const heard = document.getElementById("heard");
  const root = document.getElementById("root");
  if (!heard || !root) return;
  const NAMES = { stExpandSidebarButton: "Menu", stSidebarCollapseButton: "Close menu" };
  const FIELD = "textarea, input";
  const PROBLEM = '[data-testid="stAlertContentError"]';
  const ELEMENT = "stElementContainer";
  let title = document.title;
  let place = window.location.pathname;
  let awaited = null; // the heading that stood here when another page was asked for
  let problems = 0;
  let held = null; // what has, or had, the keyboard
  let isOpen; // whether the menu of a phone is

  const heading = () => root.querySelector('[data-testid="stMain"] h1');
  const running = () => root.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "running";

  const nameMenu = () => {
    for (const [id, name] of Object.entries(NAMES)) {
      const found = root.querySelector(`button[data-testid="${id}"], [data-testid="${id}"] button`);
      if (found && found.getAttribute("aria-label") !== name) found.setAttribute("aria-label", name);
    }
    for (const section of root.querySelectorAll('ul[data-testid="stSidebarNavItems"] > div')) {
      section.setAttribute("role", "listitem");
      for (const item of section.querySelectorAll("li")) item.setAttribute("role", "presentation");
    }
  };

  const tellPage = () => {
    if (document.title !== title) heard.textContent = title = document.title;
    if (window.location.pathname === place) return;
    place = window.location.pathname;
    awaited = { node: heading(), text: heading()?.textContent };
  };

  // Another page: the keyboard and the screen reader begin at its heading, not at the old link.
  const goToHeading = () => {
    if (!awaited) return;
    const now = heading();
    if (!now || (now === awaited.node && now.textContent === awaited.text && running())) return;
    const at = document.activeElement;
    awaited = null;
    if (at?.closest("dialog") || (at?.matches(FIELD) && at.isConnected)) return;
    now.tabIndex = -1;
    now.focus();
  };

  // A sentence in red right after a field is about that field.
  const linkProblems = () => {
    for (const old of root.querySelectorAll("[data-problem]")) {
      if (document.getElementById(old.dataset.problem)) continue;
      for (const name of ["aria-describedby", "aria-invalid", "data-problem"]) old.removeAttribute(name);
      if (old.dataset.described) old.setAttribute("aria-describedby", old.dataset.described);
    }
    for (const problem of root.querySelectorAll(PROBLEM)) {
      const field = fieldBefore(problem.closest(`[data-testid="${ELEMENT}"]`));
      if (!field || field.dataset.problem) continue;
      problem.id ||= `problem-${++problems}`;
      field.dataset.problem = problem.id;
      field.setAttribute("aria-describedby", [problem.id, field.dataset.described].filter(Boolean).join(" "));
      field.setAttribute("aria-invalid", "true");
    }
  };
  const fieldBefore = (element) => {
    let before = element?.previousElementSibling;
    for (let steps = 0; before && steps < 3; steps += 1, before = before.previousElementSibling) {
      const fields = before.querySelectorAll(FIELD);
      if (fields.length) return fields[0];
      if (before.querySelector("h1, h2, h3, button, a, hr")) return null;
    }
    return null;
  };

  // What was pressed is gone after the draw: the keyboard goes to what is said about it, else to
  // the heading, and not back to the top of the window.
  const keepPlace = () => {
    if (!held || held.isConnected || running()) return;
    held = null;
    if (document.activeElement !== document.body) return;
    const next = root.querySelector('.st-key-notice [data-testid="stAlert"]') || heading();
    if (!next) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  };
  root.addEventListener("focusin", (event) => {
    held = event.target;
  });

  // The menu of a phone: the keyboard goes into it when it opens, and back when it closes.
  const followMenu = () => {
    const isNow = !root.querySelector('[data-testid="stExpandSidebarButton"]')
      && Boolean(root.querySelector('[data-testid="stSidebarCollapseButton"]'));
    const wasOpen = isOpen;
    isOpen = isNow;
    if (wasOpen === undefined || wasOpen === isNow || document.activeElement?.closest("main, .bar, .panel")) return;
    const next = isNow ? '[data-testid="stSidebarCollapseButton"] button' : '[data-testid="stExpandSidebarButton"]';
    requestAnimationFrame(() => root.querySelector(next)?.focus());
  };

  // A letter alone is no command (WCAG 2.1.4): Streamlit would draw the page again for an R.
  const isLetter = (event) => event.isTrusted && /^[a-z]$/i.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
  const TAKES_LETTERS = "input, textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=option], [role^=menu]";
  window.addEventListener("keydown", (event) => {
    if (isLetter(event) && !event.target.closest?.(TAKES_LETTERS)) event.stopImmediatePropagation();
  }, true);

  const look = () => {
    nameMenu();
    followMenu();
    tellPage();
    goToHeading();
    keepPlace();
    linkProblems();
  };
  const everything = { childList: true, subtree: true };
  new MutationObserver(look).observe(root, { ...everything, attributeFilter: ["data-test-script-state"] });
  new MutationObserver(look).observe(document.head, { ...everything, characterData: true });
})();
