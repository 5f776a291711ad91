// In the list, sections fold.
import { onReveal } from "./reveal.js";

export function startFold() {
  onReveal(revealFold);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fold]");
    if (!button) return;
    const isFolded = button.closest(".item").classList.toggle("item--folded");
    button.setAttribute("aria-expanded", String(!isFolded));
  });
}

function revealFold() {
  for (const button of document.querySelectorAll("[data-fold]")) button.hidden = false;
}
