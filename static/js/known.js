// What somebody knows already: with scripts each tick is saved at once, so that the button is not needed.
import { onReveal } from "./reveal.js";

function revealKnown() {
  const button = document.querySelector("[data-known-save]");
  if (button) button.hidden = true;
}

export function startKnown() {
  onReveal(revealKnown);
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest?.("#known[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}
