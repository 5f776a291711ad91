// Pages and marks while the connection is away: registers the worker that keeps them, and shows what waits.
import { repair } from "./freshness.js";
import { say } from "./messages.js";
import { counted } from "./plurals.js";
import { onReveal } from "./reveal.js";

let waiting = [];
let refusedNotes = [];
let hasHeard = false;
let repairedFor = 0;
let answers = [];
// Milliseconds for the worker to say what waits, and to send it.
const TO_TELL = 2000;
const TO_SEND = 30000;

const note = () => document.getElementById("waiting");
const words = () => note()?.dataset ?? {};
const tell = (message) => navigator.serviceWorker.controller?.postMessage(message);

// What waits is shown as if it were saved, with a line that says that it isn't yet.
function show() {
  if (!note()) return;
  showRefusedNotes();
  note().hidden = waiting.length === 0;
  note().querySelector("[data-waiting-count]").textContent = counted(note(), waiting.length, "waiting");
  for (const { path, form } of waiting) {
    const [, topic, kind] = /@([^/]+)\/(status|resource|favorite)$/.exec(path) ?? [];
    if (topic) SHOWN[kind](CSS.escape(decodeURIComponent(topic)), new URLSearchParams(form));
  }
}

// Hardly anybody has any.
async function showRefusedNotes() {
  if (!refusedNotes.length && !document.querySelector("#refused-notes[data-shown]")) return;
  const { showRefused } = await import("./refused-notes.js");
  showRefused(refusedNotes);
}

const SHOWN = {
  status: (topic, fields) => showStatus(topic, fields.get("status")),
  resource: showTick,
  favorite: (topic, fields) => {
    const button = document.querySelector(`#favorite-${topic} button`);
    if (button) press(button, fields.get("keep") === "1", { value: fields.get("keep") === "1" ? "0" : "1" });
  },
};

function showTick(topic, fields) {
  const isRead = fields.has("read");
  const digest = CSS.escape(fields.get("read") ?? fields.get("unread"));
  for (const button of document.querySelectorAll(`#resources-${topic} button[value="${digest}"]`)) {
    press(button, isRead, { name: isRead ? "unread" : "read" });
  }
}

// A button that is pressed asks for the contrary next time.
function press(button, isPressed, next) {
  button.setAttribute("aria-pressed", String(isPressed));
  Object.assign(button, next);
}

function showStatus(topic, status) {
  const said = words()[`status${status.charAt(0).toUpperCase()}${status.slice(1)}`];
  for (const link of document.querySelectorAll(`a[data-node-id="${topic}"]`)) {
    link.dataset.status = status;
    const spoken = link.querySelector(".visually-hidden span");
    if (spoken && said) spoken.textContent = said;
    const tick = link.parentElement.querySelector(".node__tick");
    if (tick) tick.value = status === "done" ? "pending" : "done";
  }
  for (const button of document.querySelectorAll(`#status-${topic} button`)) {
    button.setAttribute("aria-pressed", String(button.value === status));
  }
}

function heard({ data }) {
  const before = waiting.length;
  const all = data.waiting ?? [];
  waiting = all.filter(({ isRefused }) => !isRefused);
  refusedNotes = all.filter(({ isRefused }) => isRefused);
  hasHeard = true;
  answers = answers.filter(({ isFor, resolve }) => !isFor(data) || resolve());
  show();
  if (waiting.length > before && !data.sent) say(words().kept);
  repairOlder(data.savedAt);
  if (!data.sent) return;
  const { saved, refused, keptNotes, asksSignIn } = data.sent;
  document.getElementById("waiting-sign-in").hidden = !asksSignIn;
  if (keptNotes) say(words().refusedNote);
  else if (refused) say(counted(note(), refused, "refused"));
  else if (saved) say(counted(note(), saved, "saved"));
}

// A page that was asked for before all was sent shows what was before, also if it opened too late to hear of it.
function repairOlder(savedAt) {
  if (savedAt <= Math.max(performance.timeOrigin, repairedFor)) return;
  repairedFor = savedAt;
  repair().then(show);
}

function showAge() {
  const kept = document.querySelector("meta[name=kept-at]")?.content;
  const note = document.getElementById("kept-copy");
  if (!kept || !note) return;
  const at = new Date(kept);
  const time = at.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  note.textContent = note.dataset.words.replace("{time}", time);
  note.hidden = false;
}

// The page that made the worker known was loaded without it.
function keepThisPage() {
  const styles = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href);
  tell({ keep: [location.pathname + location.search, ...styles] });
}

function wordsOfLost() {
  const lost = [...waiting, ...refusedNotes];
  if (lost.length === 0) return "";
  const areNotes = lost.every(({ path }) => path.endsWith("/note"));
  return counted(note(), lost.length, areNotes ? "loseNote" : "lose");
}

async function askBeforeLosing(event) {
  const form = event.target;
  const isSignOut = form.matches?.('form[action="/logout"]') && form.dataset.leaves === undefined;
  if (!isSignOut || !navigator.serviceWorker.controller || (hasHeard && !wordsOfLost())) return;
  event.preventDefault();
  // What waits may not have been told yet.
  if (!hasHeard) await told({ tell: true }, TO_TELL, () => true);
  if (wordsOfLost()) {
    const { askToLeave } = await import("./leaving.js");
    askToLeave(wordsOfLost(), { send: waiting.length ? sendAll : null, drop: () => tell({ drop: true }) });
  } else {
    form.dataset.leaves = "";
    form.requestSubmit();
  }
}

async function sendAll() {
  await told({ send: true }, TO_SEND, ({ sent }) => sent);
  return wordsOfLost();
}

// Resolves when the worker has answered, or does not.
function told(message, longest, isFor) {
  return new Promise((resolve) => {
    answers.push({ isFor, resolve });
    setTimeout(resolve, longest);
    tell(message);
  });
}

export function startOffline() {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  serviceWorker.addEventListener("message", heard);
  serviceWorker.startMessages();
  serviceWorker.addEventListener("controllerchange", keepThisPage);
  window.addEventListener("load", () => serviceWorker.register("/sw.js").catch(() => {}));
  window.addEventListener("online", () => tell({ send: true }));
  document.addEventListener("visibilitychange", () => document.hidden || tell({ send: true }));
  document.addEventListener("submit", askBeforeLosing, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-waiting-send]")) tell({ send: true });
    const discard = event.target.closest("[data-refused-discard]");
    if (discard) tell({ discard: Number(discard.dataset.refusedDiscard) });
  });
  onReveal(showAge);
  onReveal(show);
  tell({ send: true });
}
