// Keeps what is being written: sends the words of one field to the server soon after the last key,
// and when the field or the page is left. Nothing is stored in the browser: phones are shared.
const PAUSE = 1000; // after the last key
const AT_LATEST = 5000; // while somebody writes on and on
const AGAIN = 2000; // after a try that failed; twice as long each time,
const SELDOM = 15000; // and at most this
const PATIENCE = 10000;
const LONGEST = 20000; // what a draft can hold
const MOST_ON_LEAVING = 60000; // bytes that a browser sends for a page that is closing
const KEPT = "Kept. Only you can read it until you send it.";
const NO_LINE = "Not kept yet: no connection. We keep trying.";
const BUSY = "Not kept yet. We keep trying.";
const SIGNED_OUT = "Not kept: you are signed out. Copy your words, then sign in again.";
const TOO_LONG = "Not kept: this is too long. Make it shorter.";
const TOO_MANY = "Not kept: too many begun answers. Send or throw away one of them.";

const open = new WeakMap();
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
const letters = (words) => Array.from(words.trim()).length;

function keeper(place) {
  const said = place.querySelector(".keeping-said");
  const count = place.querySelector(".keeping-count");
  const writer = random();
  let data = null;
  let seen; // the version that the last draw told of
  let base = 0; // the version that this page has seen
  let kept = null; // the words that the server has
  let since = 0; // when the first word came that it has not
  let timer = 0;
  let wait = 0;
  let sending = null;
  let last;
  let over = false;

  const field = () => document.querySelector(`.st-key-${data.field_key} textarea`);
  const words = () => (last = field()?.value ?? last); // the field may be gone before this line is
  const isOurs = (event) => event.target === field();
  const isNew = () => words() !== undefined && words() !== kept;

  const say = (text) => {
    if (said.textContent !== text) said.textContent = text;
  };
  const tellLength = () => {
    const most = data.longest;
    const long = most ? letters(words() ?? "") : 0;
    const more = long - most;
    const text = !most || long < most * 0.8 ? ""
      : more > 0 ? `${more.toLocaleString("en-GB")} letters too many to send. Make it shorter, or send it in two parts.`
        : `${long.toLocaleString("en-GB")} of ${most.toLocaleString("en-GB")} letters`;
    count.classList.toggle("too-many", more > 0);
    count.setAttribute("aria-live", more > 0 ? "polite" : "off");
    if (count.textContent !== text) count.textContent = text;
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  };
  const tryAgain = (text) => {
    say(text);
    wait = Math.min(wait ? wait * 2 : AGAIN, SELDOM);
    later(wait);
  };
  const request = (text) => JSON.stringify({
    form: data.form, subject: data.subject, field: data.field, who: data.who, words: text, writer, base,
  });

  const learn = (told, text) => {
    wait = 0;
    if (told.outcome === "someone_else") {
      over = true; // another person signed in on this phone: nothing more of this page is sent
      return say("");
    }
    if (told.outcome === "signed_out") return tryAgain(SIGNED_OUT);
    if (told.outcome === "gone") {
      base = 0;
      kept = "";
      say("");
    } else {
      kept = text;
      base = told.version || base;
      const unkept = { too_many: TOO_MANY, invalid: TOO_LONG }[told.outcome];
      say(unkept ?? (told.outcome === "kept" && text.trim() ? KEPT : ""));
    }
    if (isNew()) later(PAUSE);
  };
  const send = async () => {
    clearTimeout(timer);
    if (over || sending || !isNew()) return;
    const text = words();
    since = 0;
    if (text.length > LONGEST) return say(TOO_LONG);
    const body = request(text);
    sending = new AbortController();
    const limit = setTimeout(() => sending.abort(), PATIENCE);
    let told = null;
    try {
      const answer = await fetch("/draft", {
        method: "POST", body, credentials: "same-origin", signal: sending.signal,
        keepalive: body.length * 3 < MOST_ON_LEAVING, headers: { "Content-Type": "application/json" },
      });
      told = answer.status < 500 && answer.status !== 429 ? await answer.json() : { outcome: "busy" };
    } catch {
      told = null; // no line, or a server that is being started again
    } finally {
      clearTimeout(limit);
      sending = null;
    }
    if (told && told.outcome !== "busy") learn(told, text);
    else tryAgain(told ? BUSY : NO_LINE);
  };

  const onInput = (event) => {
    if (!isOurs(event)) return;
    last = event.target.value;
    tellLength();
    since ||= Date.now();
    if (!wait) later(Math.max(0, Math.min(PAUSE, since + AT_LATEST - Date.now())));
  };
  const onLeave = (event) => {
    if (isOurs(event)) send();
  };
  // The page is closing or goes to the back: a browser may never run it again.
  const onHide = () => {
    if (over || !data || !isNew()) return;
    const body = new Blob([request(words())], { type: "application/json" });
    if (words().length <= LONGEST && navigator.sendBeacon("/draft", body)) sending?.abort();
  };
  const onVisible = () => {
    if (document.visibilityState === "hidden") send();
  };
  const onLine = () => {
    wait = 0;
    send();
  };
  document.addEventListener("input", onInput, true);
  document.addEventListener("focusout", onLeave, true);
  document.addEventListener("visibilitychange", onVisible);
  window.addEventListener("pagehide", onHide);
  window.addEventListener("online", onLine);

  // Streamlit draws the field and this line apart from each other: whichever comes last finds the other.
  const dress = (tries) => {
    const found = field();
    if (!found) return tries && requestAnimationFrame(() => dress(tries - 1));
    found.dir = "auto";
    found.spellcheck = true;
    found.setAttribute("autocapitalize", "sentences");
    found.dataset.described = place.querySelector("p").id = `keeping-${data.field_key}`;
    if (!found.dataset.problem) found.setAttribute("aria-describedby", found.dataset.described);
    tellLength();
    if (isNew()) later(PAUSE);
  };
  return {
    draw(now) {
      data = now;
      if (seen !== data.version) {
        seen = base = data.version;
        kept = data.words;
        if (!data.version) say("");
      }
      dress(60);
    },
    end() {
      onHide();
      over = true;
      clearTimeout(timer);
      document.removeEventListener("input", onInput, true);
      document.removeEventListener("focusout", onLeave, true);
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("pagehide", onHide);
      window.removeEventListener("online", onLine);
      open.delete(place);
    },
  };
}

export default function ({ data, parentElement }) {
  let one = open.get(parentElement);
  if (!one) open.set(parentElement, (one = keeper(parentElement)));
  one.draw(data);
  return () => one.end();
}
