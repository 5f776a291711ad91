// Arrow keys on the map: the focus goes to the nearest topic or link in their direction.
import { isMap } from "./map-or-list.js";
import { isShortcut } from "./shortcuts.js";

export const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
// How much farther something counts for each pixel that it lies beside the direction of the key.
const ASIDE = 2.5;

const links = () => [...document.querySelectorAll(".map a[data-node-id]")];

function middle(element) {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

export function neighbor(from, [dx, dy], candidates = links()) {
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const link of candidates) {
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
  const to = from && isMap() && neighbor(from, DIRECTIONS[event.key]);
  if (!to) return;
  event.preventDefault();
  to.focus();
}

export function startMapKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.shiftKey || !isShortcut(event) || event.target.closest?.("dialog:modal:not(.panel)")) return;
    if (event.key in DIRECTIONS) walk(event);
  });
}
