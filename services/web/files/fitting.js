// Streamlit refuses words that are too long for a field, all of them and without a word: whoever
// pastes sees nothing happen. Here it is said how long they were and how many letters fit.
(() => {
  const root = document.getElementById("root");
  const told = document.getElementById("fitting");
  if (!root || !told) return;
  const FIELDS = '[data-testid="stTextArea"], [data-testid="stTextInput"]';
  const READ = 12000;
  const MORE_THAN_A_KEY = 1;
  const before = new WeakMap();
  let timer = 0;

  const say = (words) => {
    clearTimeout(timer);
    told.textContent = words;
    if (words) timer = setTimeout(() => say(""), READ);
  };
  const number = (count) => count.toLocaleString("en-GB");
  const most = (place) => place.querySelector('[data-testid="InputInstructions"]')?.textContent.match(/\/(\d+)$/)?.[1];

  root.addEventListener("focusin", ({ target }) => before.set(target, target.value));
  root.addEventListener("input", ({ target }) => {
    const place = target.closest?.(FIELDS);
    if (!place) return;
    const tried = target.value;
    const was = before.get(target) ?? "";
    // the field is set back within the frame where the words do not fit
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const now = target.value;
      before.set(target, now);
      if (now !== was) return say("");
      if (now === tried || tried.length - was.length <= MORE_THAN_A_KEY) return;
      const fits = most(place);
      const limit = fits ? `only ${number(Number(fits))} fit here` : "that is too many for here";
      say(`That is ${number(tried.length)} letters, and ${limit}. Nothing was put in. Paste a shorter part.`);
    }));
  }, true);
})();
