// The first time in a session that a learner opens a roadmap, it begins where they are, and after the last mark at the ending. A map
// that scrolls in itself, as on a phone, is brought there by `zoom.js`.
import { ofTab } from "./storage.js";
import { isZoomable } from "./zoom.js";

export function startHere() {
  const map = document.querySelector("[data-map]");
  // A route on the map begins far from the top where much is known.
  if (map?.dataset.first) bringToView(document.getElementById(map.dataset.first));
  const next = document.getElementById("here");
  const here = next ?? document.querySelector(".ending:not(:empty)");
  if (!map || !here || isZoomable() || map.dataset.begun === undefined || location.hash) return;
  const key = `${next ? "here" : "ending"} ${location.pathname}`;
  if (ofTab.read(key)) return;
  ofTab.keep(key, "shown");
  bringToView(here, next ? "center" : "end");
}

function bringToView(part, block = "center") {
  // A reader who scrolls is already on their way.
  if (!part || isZoomable() || scrollY > 0) return;
  if (part.getBoundingClientRect().bottom > innerHeight) part.scrollIntoView({ block, behavior: "instant" });
}
