// Loads what selects topics when the Shift key goes down. What is done until it has come is kept, and done then.
import { DIRECTIONS } from "./map-keys.js";

const EVENTS = ["keydown", "pointerdown", "pointermove", "pointerup", "pointercancel"];
const before = [];
let isLoading = false;

function begins({ type, shiftKey, key, target }) {
  if (!shiftKey) return false;
  return type === "pointerdown"
    ? target.closest?.(".map__frame")
    : key in DIRECTIONS && target.closest?.(".map a");
}

function keep(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isShift = event.key === "Shift";
  if (!isShift && !before.length && !begins(event)) return;
  load();
  if (isShift) return;
  before.push(event);
  // Keys that follow belong to the selection: nothing else may take them.
  if (event.type === "keydown") event.stopPropagation();
  event.preventDefault();
}

async function load() {
  if (isLoading) return;
  isLoading = true;
  const select = await import("./select.js").catch(() => null);
  isLoading = false;
  if (!select) {
    before.length = 0;
    return;
  }
  for (const name of EVENTS) document.removeEventListener(name, keep, { capture: true });
  select.startSelection(before);
}

export function startSelectionKeys() {
  if (!document.getElementById("selection")) return;
  for (const name of EVENTS) document.addEventListener(name, keep, { capture: true });
}
