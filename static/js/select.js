// Selecting topics: Shift and the arrow keys, or Shift and a drag of the mouse over the map. Then one key or button marks all.
// `selection-keys.js` loads this file.
import { onSwap } from "./htmx-events.js";
import { statusOf } from "./keys.js";
import { postMany } from "./many.js";
import { DIRECTIONS, neighbor } from "./map-keys.js";
import { isMap } from "./map-or-list.js";
import { announce } from "./messages.js";
import { counted } from "./plurals.js";
import { onReveal } from "./reveal.js";
import { isTurnedOff } from "./shortcuts.js";

// From here on a click is asked about, as on the server (`web/marks/pages.py`).
const MANY = 11;
// Pixels: a pointer that moves less has not been dragged.
const STILL = 4;
const selected = new Set();
// What was selected when it was marked, and the address that undoes that.
let marked = { ids: [], undo: "" };
// The topic to which the selection was last extended.
let latest = "";
let drag = null;
let isDropped = false;

const bar = () => document.getElementById("selection");
const links = () => [...document.querySelectorAll(".map a[data-node-id][data-status]")];
const slug = () => document.querySelector("[data-roadmap]")?.dataset.roadmap;

const words = () => (selected.size ? counted(bar(), selected.size) : bar().dataset.none);

function show() {
  for (const link of links()) link.toggleAttribute("data-selected", selected.has(link.dataset.nodeId));
  const isLeft = selected.size === 0 && bar().contains(document.activeElement);
  bar().hidden = selected.size === 0;
  bar().querySelector("[data-selection-count]").textContent = selected.size ? words() : "";
  const last = isLeft && links().find((link) => link.dataset.nodeId === latest);
  if (last) last.focus({ preventScroll: true });
}

function change() {
  show();
  announce(words());
}

function clearSelection() {
  if (!selected.size) return;
  selected.clear();
  change();
}

// The message says what was done; that nothing is selected any more has not to be said as well.
function keepForUndo() {
  const form = document.querySelector('#toasts form[action$="/undo"]');
  marked = { ids: [...selected], undo: form?.getAttribute("action") ?? "" };
  selected.clear();
  show();
}

function selectAgain({ detail: address }) {
  if (address !== marked.undo) return;
  for (const id of marked.ids) selected.add(id);
  show();
}

function markSelected(status) {
  const data = new FormData();
  for (const id of selected) data.append("topic", id);
  data.set("status", status);
  data.set("viewer", document.querySelector("input[name=viewer]")?.value ?? "");
  if (selected.size >= MANY) data.set("ask", "1");
  else data.set("act_key", crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
  postMany(`/${slug()}/marks`, data, bar());
}

function following(from, key) {
  if (isMap()) return neighbor(from, DIRECTIONS[key], links());
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  const all = links();
  return step ? all[all.indexOf(from) + step] : null;
}

// Like a selection of text: going back takes the last topic out again.
function extend(event) {
  const from = document.activeElement?.closest?.(".map a[data-node-id][data-status]");
  const to = from && following(from, event.key);
  if (!to) return;
  event.preventDefault();
  if (selected.has(to.dataset.nodeId)) selected.delete(from.dataset.nodeId);
  else for (const link of [from, to]) selected.add(link.dataset.nodeId);
  latest = to.dataset.nodeId;
  to.focus();
  change();
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input, textarea, select, dialog:modal")) return;
  if (event.shiftKey && event.key in DIRECTIONS) extend(event);
  const isLetter = !event.shiftKey && !isTurnedOff(event);
  const status = selected.size && isLetter && statusOf(event.key);
  if (status) markSelected(status);
  const isLeaving = selected.size && event.key === "Escape";
  if (isLeaving) clearSelection();
  if (status || isLeaving) event.preventDefault();
}

function begin(event) {
  isDropped = false;
  const frame = event.target.closest?.(".map__frame");
  if (!frame || !event.shiftKey || event.button !== 0 || event.pointerType === "touch" || !isMap()) return;
  drag = { x: event.clientX, y: event.clientY, band: null };
}

function box({ clientX, clientY }) {
  const [left, right] = [drag.x, clientX].sort((a, b) => a - b);
  const [top, bottom] = [drag.y, clientY].sort((a, b) => a - b);
  return { left, top, right, bottom };
}

function move(event) {
  if (!drag) return;
  const { left, top, right, bottom } = box(event);
  if (!drag.band && Math.max(right - left, bottom - top) < STILL) return;
  if (!drag.band) {
    drag.band = document.createElement("div");
    drag.band.className = "selection-band";
    document.body.append(drag.band);
    getSelection()?.removeAllRanges();
  }
  Object.assign(drag.band.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${right - left}px`,
    height: `${bottom - top}px`,
  });
}

function end(event) {
  if (!drag) return;
  if (drag.band && event.type === "pointerup") {
    const area = box(event);
    for (const link of links()) {
      const place = link.getBoundingClientRect();
      const isOutside =
        place.right < area.left ||
        place.left > area.right ||
        place.bottom < area.top ||
        place.top > area.bottom;
      if (isOutside) continue;
      selected.add(link.dataset.nodeId);
      latest = link.dataset.nodeId;
    }
    isDropped = true;
    change();
  }
  drag.band?.remove();
  drag = null;
}

const HANDLERS = {
  keydown: press,
  pointerdown: begin,
  pointermove: move,
  pointerup: end,
  pointercancel: end,
};

// `before` are the events that asked for this file.
export function startSelection(before) {
  onReveal(show);
  onSwap("marked", keepForUndo);
  onSwap("undone", selectAgain);
  for (const event of before) HANDLERS[event.type](event);
  for (const [name, handler] of Object.entries(HANDLERS))
    document.addEventListener(name, handler, { capture: name === "keydown" });
  // Neither text is selected nor a link dragged while a band is drawn.
  for (const name of ["selectstart", "dragstart"])
    document.addEventListener(name, (event) => {
      if (drag) event.preventDefault();
    });
  window.addEventListener(
    "click",
    (event) => {
      if (!isDropped) return;
      isDropped = false;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-marks-selected]");
    if (button) markSelected(button.dataset.marksSelected);
    if (event.target.closest("[data-selection-clear]")) clearSelection();
  });
}
