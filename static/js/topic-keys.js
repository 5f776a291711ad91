// Keys that lead on: n and p to the next and the previous topic, g does the topic that is open and goes to the next.
import { isOpen } from "./panel.js";
import { isShortcut } from "./shortcuts.js";

const openTopic = () => document.querySelector(isOpen() ? "#panel" : "[data-topic]");

function step(event, rel) {
  const neighbors = openTopic()?.querySelector(".neighbors");
  if (neighbors) {
    event.preventDefault();
    neighbors.querySelector(`[rel=${rel}]`)?.click();
    return;
  }
  const topics = [...document.querySelectorAll(".map a[data-node-id][data-status]")];
  const place = topics.indexOf(document.activeElement);
  const to = topics[place + (rel === "next" ? 1 : -1)];
  if (!to) return;
  event.preventDefault();
  to.focus();
}

function goOn(event) {
  const button = openTopic()?.querySelector("[data-go-on]");
  if (!button) return;
  event.preventDefault();
  button.click();
}

export function startTopicKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.shiftKey || !isShortcut(event) || event.target.closest?.("dialog:modal:not(.panel)")) return;
    if (event.key === "n") step(event, "next");
    if (event.key === "p") step(event, "prev");
    if (event.key === "g") goOn(event);
  });
}
