// Keys: those that the page lists set the status of the topic that is open or has the focus; ? lists them.
import { onSwap } from "./htmx-events.js";
import { alreadyTold } from "./messages.js";
import { onReveal } from "./reveal.js";
import { areSingleKeysOn, isShortcut, keepSingleKeys } from "./shortcuts.js";

// Returns the status that a key sets, if the page lists one.
export function statusOf(key) {
  const known = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  return known?.dataset.sets ?? known?.value;
}

// The topic of the map to which the reader has moved since a topic was opened beside it.
let movedTo = null;

function target() {
  const isMoved = movedTo?.isConnected && movedTo === document.activeElement;
  if (isMoved) return { href: movedTo.getAttribute("href"), source: movedTo };
  const open = document.querySelector("#panel[open] [data-href], [data-topic]");
  // A topic's own page is about this topic alone; but nothing changes for a letter that is typed at a link of its header.
  if (open?.closest("#panel") || open?.contains(document.activeElement) || (open && isNowhere()))
    return { href: open.dataset.href, source: open };
  const link = document.activeElement?.closest?.("[data-node-id][data-status]");
  return link ? { href: link.getAttribute("href"), source: link } : null;
}

// Nothing on the page has the focus.
const isNowhere = () =>
  [null, document.body, document.getElementById("content")].includes(document.activeElement);

function showKeys() {
  const dialog = document.getElementById("keys");
  if (dialog && !dialog.open) dialog.showModal();
}

export function setStatus(topic, status) {
  const viewer = document.querySelector("input[name=viewer]")?.value ?? "";
  window.htmx
    ?.ajax("POST", `${topic.href}/status`, { source: topic.source, swap: "none", values: { status, viewer } })
    .catch(alreadyTold);
}

const choice = () => document.querySelector("[data-single-keys]");

function revealKeys() {
  if (choice()) choice().checked = areSingleKeysOn();
  const button = document.querySelector("[data-keys]");
  if (button && document.getElementById("keys")) button.hidden = false;
}

export function startKeys() {
  onReveal(revealKeys);
  document.addEventListener("focusin", ({ target: focused }) => {
    movedTo = focused.closest?.(".map [data-node-id][data-status]") ?? null;
  });
  onSwap("swapped panel-body", () => {
    movedTo = null;
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) showKeys();
  });
  document.addEventListener("change", ({ target: changed }) => {
    if (changed === choice()) keepSingleKeys(changed.checked);
  });
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event) || event.target.closest?.("#finder")) return;
    if (event.key === "?") {
      event.preventDefault();
      showKeys();
      return;
    }
    const status = !event.shiftKey && statusOf(event.key);
    const topic = status && !document.querySelector("#keys[open]") && target();
    if (!topic) return;
    event.preventDefault();
    setStatus(topic, status);
  });
}
