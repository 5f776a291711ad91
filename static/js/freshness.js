// Pages may be older than what the reader has done: those that history gives back, and one that was asked for while a note was
// still on its way. They are asked for again and repaired.
import { noteFocus, returnFocus } from "./focus-return.js";
import { leaveAll, revealAll } from "./reveal.js";
import { ofTab } from "./storage.js";

const PARTS = ["header.masthead", "main"];
const SENT = "milepost.sent-late";
let inputs = 0;

export async function repair() {
  if (document.querySelector("#panel[open]")) return;
  const before = inputs;
  const answer = await fetch(location.href, { cache: "no-cache", headers: { Accept: "text/html" } }).catch(
    () => null,
  );
  // An error takes nothing away.
  if (!answer || answer.status === 429 || answer.status >= 500) return;
  if (answer.redirected) {
    location.replace(answer.url);
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Who has begun to write meanwhile keeps the field.
  if (inputs !== before) return;
  leaveAll();
  noteFocus();
  for (const selector of PARTS) replace(document.querySelector(selector), fresh.querySelector(selector));
  revealAll();
  returnFocus();
}

function replace(old, fresh) {
  // A form that somebody is filling in is theirs; one that is folded away is not being filled in.
  if (!old || !fresh || old.querySelector("form.form:not(details:not([open]) *)")) return;
  const [x, y] = [scrollX, scrollY];
  const made = document.adoptNode(fresh);
  foldAlike(old, made);
  old.replaceWith(made);
  window.htmx?.process(made);
  scrollTo({ left: x, top: y, behavior: "instant" });
}

// What the reader has opened or closed stays so.
function foldAlike(old, made) {
  for (const details of old.querySelectorAll("details[data-stays]")) {
    const name = CSS.escape(details.querySelector("[id]").id);
    const same = made.querySelector(`#${name}`)?.closest("details");
    if (same) same.open = details.open;
  }
}

// What is sent while a page is left may arrive after the next page was made; it takes so many milliseconds.
export function repairNextPage(milliseconds = 0) {
  ofTab.keep(SENT, milliseconds);
}

export function startFreshness() {
  document.addEventListener("input", () => {
    inputs += 1;
  });
  const wait = ofTab.read(SENT);
  if (wait !== null) {
    ofTab.drop(SENT);
    setTimeout(repair, Number(wait));
  }
  window.addEventListener("pageshow", (event) => {
    const [entry] = performance.getEntriesByType("navigation");
    if (event.persisted || entry?.type === "back_forward") repair();
  });
}
