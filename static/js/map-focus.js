// Where the map has a window of its own, what gets the focus by a key is brought into that window, at a size that can be read.
// Browsers leave a topic where it is if only a part of it can be seen.
import { isZoomable, showNear } from "./zoom.js";

// Pixels: what is lower on the whole map can be neither read nor tapped.
const LOWEST = 24;

function bringIn({ target }) {
  if (!target.matches(".map__frame a:focus-visible") || !isZoomable()) return;
  if (target.getBoundingClientRect().height < LOWEST) showNear(target);
  target.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
}

export function startMapFocus() {
  document.addEventListener("focusin", bringIn);
}
