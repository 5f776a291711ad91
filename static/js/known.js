// What somebody knows already: with scripts each tick is saved at once, so that the button is not needed.
import { onReveal } from "./reveal.js";

const known = () => document.getElementById("known");

function revealKnown() {
  if (!known()) return;
  known().querySelector("[data-known-save]").hidden = true;
  known().querySelector("[data-known-close]").hidden = false;
}

function close() {
  known().open = false;
  known().querySelector("summary").focus();
}

export function startKnown() {
  onReveal(revealKnown);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-known-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.("#known[open]")) close();
  });
}
