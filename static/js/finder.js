// The search: / or Ctrl-K opens it on any page, arrow keys walk its results. Without this file its link leads to a page.
import { isPlainClick } from "./clicks.js";
import { onSwap } from "./htmx-events.js";
import { announce, place } from "./messages.js";
import { isTurnedOff } from "./shortcuts.js";

const finder = () => document.getElementById("finder");
const field = () => document.getElementById("q");
const results = () => [...document.querySelectorAll("#found .found__link")];
const typed = () => field()?.value.trim() ?? "";
const isShown = () => document.getElementById("found")?.dataset.query === typed();
let opener = null;

function open() {
  const dialog = finder();
  if (!dialog) {
    field()?.focus();
    return;
  }
  if (dialog.open || document.querySelector("#keys[open]")) return;
  opener = document.activeElement;
  dialog.showModal();
  place();
  field().focus();
  field().select();
  // What was marked since the last time changes what comes next.
  window.htmx?.trigger(field(), "refresh");
}

// Results have come: says how many, and lets the page's address follow.
function foundShown() {
  announce(document.getElementById("found")?.dataset.count);
  if (finder()) return;
  const query = typed();
  // Half a character has no address.
  const named = encodeURIComponent(query.replace(/\p{Surrogate}/gu, "\ufffd"));
  history.replaceState(history.state, "", query ? `/search?q=${named}` : "/search");
}

function walk(event) {
  const places = [field(), ...results()];
  const at = places.indexOf(
    event.target.closest(".found__result")?.querySelector(".found__link") ?? event.target,
  );
  const to = places[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !to) return;
  event.preventDefault();
  to.focus();
  to.scrollIntoView({ block: "nearest" });
}

// Enter in the field opens the best result, if it is one of what is typed; else the form leads to the page.
function openBest(event) {
  const [best] = results();
  if (!best || !typed() || !isShown()) return;
  event.preventDefault();
  best.click();
}

// A topic of the map on this page opens there.
function followResult(event) {
  const link = event.target.closest("#finder .found__link, #finder .found__more a");
  if (!link || !isPlainClick(event)) return;
  const href = link.getAttribute("href");
  const onMap = [...document.querySelectorAll(".map a[data-node-id]")].find(
    (node) => node.getAttribute("href") === href,
  );
  if (!onMap?.checkVisibility()) return;
  event.preventDefault();
  finder().close();
  onMap.focus();
  onMap.click();
}

function press(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  const isChord = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
  const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !isTurnedOff(event);
  if ((isChord || isSlash) && (!isTyping || (isChord && event.target === field()))) {
    event.preventDefault();
    open();
    return;
  }
  // A search field takes the first Escape for itself, to empty it.
  if (event.key === "Escape" && finder()?.open) {
    event.preventDefault();
    finder().close();
  }
  if (!event.target.closest?.(".search-field, #found")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event);
  if (event.key === "Enter" && event.target === field()) openBest(event);
}

export function startFinder() {
  onSwap("swapped found", foundShown);
  document.addEventListener("keydown", press);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-finder-open]") && finder() && isPlainClick(event)) {
      event.preventDefault();
      open();
    }
    if (event.target === finder()) finder().close();
    followResult(event);
  });
  finder()?.addEventListener("close", () => {
    place();
    if (opener?.isConnected && document.activeElement === document.body) opener.focus();
  });
}
