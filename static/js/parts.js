// Behaviors of what few pages have: the module of each is loaded where its part is.
import { onReveal } from "./reveal.js";

const PARTS = [
  ["[data-password]", async () => (await import("./password-reveal.js")).startPasswords()],
  ["[data-passkey]", async () => (await import("./passkeys.js")).startPasskeys()],
  ["[data-filter]", async () => (await import("./filter.js")).startFilter()],
  ["[data-zone-here]", async () => (await import("./time-zone.js")).startZoneFields()],
  ["[data-time-zone]", async () => (await import("./time-zone.js")).startTimeZone()],
  ["[data-own-time-zone]", async () => (await import("./time-zone.js")).startMoves()],
  ["[data-note-form]", async () => (await import("./notes.js")).startNotes()],
  ["[data-copy]", async () => (await import("./copy.js")).startCopies()],
  ["[data-kept-list]", async () => (await import("./kept-list.js")).startKeptList()],
];
const loaded = new Set();

function load() {
  for (const part of PARTS) {
    const [selector, start] = part;
    if (loaded.has(part) || !document.querySelector(selector)) continue;
    loaded.add(part);
    // What could not be fetched is tried again with the next piece of the page.
    start().catch(() => loaded.delete(part));
  }
}

export function startParts() {
  onReveal(load);
  document.body.addEventListener("htmx:load", load);
}
