// Keys that walk: arrows to the neighbours on the map, n and p to the next and the previous topic.
import { isOpen } from "./panel.js";

const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
// How much farther something counts for each pixel that it lies beside the direction of the key.
const ASIDE = 2.5;

const links = () => [...document.querySelectorAll(".map a[data-node-id]")];
const isMap = () =>
  getComputedStyle(document.querySelector(".map__layer") ?? document.body).position === "absolute";

function middle(element) {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

function neighbour(from, [dx, dy]) {
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const link of links()) {
    const [toX, toY] = middle(link);
    const ahead = (toX - x) * dx + (toY - y) * dy;
    const aside = Math.abs((toX - x) * dy) + Math.abs((toY - y) * dx);
    const distance = ahead + ASIDE * aside;
    if (link !== from && ahead > 4 && distance < least) {
      best = link;
      least = distance;
    }
  }
  return best;
}

function walk(event) {
  const from = document.activeElement?.closest?.(".map a[data-node-id]");
  const to = from && isMap() && neighbour(from, DIRECTIONS[event.key]);
  if (!to) return;
  event.preventDefault();
  to.focus();
}

function step(event, rel) {
  const neighbours = document.querySelector(isOpen() ? "#panel .neighbours" : "[data-topic] .neighbours");
  if (neighbours) {
    event.preventDefault();
    neighbours.querySelector(`[rel=${rel}]`)?.click();
    return;
  }
  const topics = links().filter((link) => link.dataset.status);
  const place = topics.indexOf(document.activeElement);
  const to = topics[place + (rel === "next" ? 1 : -1)];
  if (!to) return;
  event.preventDefault();
  to.focus();
}

export function startMapKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.defaultPrevented || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog:modal:not(.panel)"))
      return;
    if (event.key in DIRECTIONS) walk(event);
    if (event.key === "n") step(event, "next");
    if (event.key === "p") step(event, "prev");
    if (event.key === "g") goOn(event);
  });
}

// Done, and on to the next topic: the button at the foot of the topic that is open.
function goOn(event) {
  const button = document.querySelector(isOpen() ? "#panel [data-go-on]" : "[data-topic] [data-go-on]");
  if (!button) return;
  event.preventDefault();
  button.click();
}
