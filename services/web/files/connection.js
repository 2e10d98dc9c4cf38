// When the line to the server breaks: say so in plain words, let people type on, and give the
// keyboard back to the field that they were in once the line is there again.
(() => {
  const root = document.getElementById("root");
  const told = document.getElementById("connection");
  if (!root || !told) return;
  const LOST = "You are not connected. What you typed is still here. We keep trying, so please leave this page open.";
  const BACK = "You are connected again. You can carry on.";
  const FIELDS = 'textarea, input:not([type]), input[type="text"], input[type="email"], input[type="tel"], input[type="password"]';
  const A_MOMENT = 1500; // a line that is back by then was hardly missed
  const READ = 8000;
  let wasConnected = false;
  let apart = false;
  let waiting = 0;
  let field = null;
  let place = [0, 0];

  const state = () => root.querySelector('[data-testid="stApp"]')?.dataset.testConnectionState;
  const usable = (element) => element?.matches?.(FIELDS) && !element.readOnly;

  const say = (words) => {
    clearTimeout(waiting);
    told.textContent = words;
  };
  const giveBack = () => {
    if (!field?.isConnected || document.activeElement === field) return;
    if (document.activeElement && document.activeElement !== document.body) return;
    field.focus({ preventScroll: true });
    try {
      field.setSelectionRange(...place);
    } catch {
      // some kinds of field know no place in their text
    }
  };
  // Streamlit shuts every field until the line is back; those that it shut just now take words on.
  const typeOn = (changes) => {
    for (const { target, oldValue, attributeName } of changes) {
      const shut = attributeName === "disabled" && oldValue === null && target.disabled;
      if (shut && usable(target)) target.disabled = false;
    }
    giveBack();
  };
  const lost = () => {
    if (apart) return;
    apart = true;
    clearTimeout(waiting);
    waiting = setTimeout(() => say(LOST), A_MOMENT);
  };
  // The server may have forgotten this page since (a restart, a phone that slept), and the first
  // press on it would be lost. Streamlit draws a page again for the key R, so R is pressed for them.
  const drawAgain = () => {
    for (const kind of ["keydown", "keyup"]) document.body.dispatchEvent(new KeyboardEvent(kind, { key: "r", bubbles: true }));
  };
  const back = () => {
    if (!apart) return;
    apart = false;
    drawAgain();
    clearTimeout(waiting);
    if (told.textContent) {
      say(BACK);
      waiting = setTimeout(() => say(""), READ);
    }
    giveBack();
  };

  const look = (changes) => {
    if (state() === "CONNECTED") {
      wasConnected = true;
      return navigator.onLine ? back() : lost();
    }
    if (!wasConnected) return;
    lost();
    typeOn(changes);
  };
  // Streamlit's own notice covers the page and asks a visitor whether a server is running.
  const closeTheirs = () => {
    if (!apart) return;
    for (const dialog of document.querySelectorAll('[data-testid="stDialog"]')) {
      if (!dialog.querySelector('[data-testid="stVerticalBlock"]')) dialog.querySelector('button[aria-label="Close"]')?.click();
    }
    requestAnimationFrame(giveBack);
  };

  root.addEventListener("focusin", (event) => {
    if (usable(event.target)) field = event.target;
    else if (event.target.matches("a, button, [role=radio], input")) field = null;
  });
  const remember = () => {
    if (document.activeElement === field && field) place = [field.selectionStart, field.selectionEnd];
  };
  root.addEventListener("keyup", remember);
  root.addEventListener("pointerup", remember);
  window.addEventListener("offline", lost);
  window.addEventListener("online", () => look([]));
  const watched = {
    subtree: true,
    attributeOldValue: true,
    attributeFilter: ["data-test-connection-state", "disabled"],
  };
  new MutationObserver(look).observe(root, watched);
  new MutationObserver(closeTheirs).observe(document.body, { childList: true });
})();
