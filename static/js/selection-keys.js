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
  if (begins(event)) event.preventDefault();
  else if (!before.length && event.key !== "Shift") return;
  if (event.key !== "Shift") before.push(event);
  load();
}

async function load() {
  if (isLoading) return;
  isLoading = true;
  const select = await import("./select.js").catch(() => null);
  isLoading = false;
  if (!select) return;
  for (const name of EVENTS) document.removeEventListener(name, keep, { capture: true });
  select.startSelection(before);
}

export function startSelectionKeys() {
  if (!document.getElementById("selection")) return;
  for (const name of EVENTS) document.addEventListener(name, keep, { capture: true });
}
