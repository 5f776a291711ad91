// The catalog's filter: HTMX asks for what fits as one types. Without this file the form leads to a page with it.
import { onSwap } from "./htmx-events.js";
import { announce } from "./messages.js";

const listed = () => document.getElementById("listed");
const input = () => document.querySelector("[data-filter]");
const isShown = () => listed().dataset.query === input().value.trim();
// Whether Enter was pressed before the list came that it is about.
let isEntered = false;

// The list has come: says how many it names, and lets the page's address follow.
function listShown() {
  announce(listed().dataset.count);
  history.replaceState(history.state, "", listed().dataset.href);
  if (isEntered && isShown()) enter();
}

// Opens the only roadmap that fits, or goes to the first of several.
function enter() {
  isEntered = false;
  const links = listed().querySelectorAll(".name-index__name, .card__title a");
  if (links.length === 1) links[0].click();
  else links[0]?.focus();
}

function submitted(event) {
  event.preventDefault();
  isEntered = true;
  if (isShown()) enter();
  else window.htmx.trigger(input(), "refresh");
}

export function startFilter() {
  onSwap("swapped listed", listShown);
  input().form.addEventListener("submit", submitted);
  input().addEventListener("input", () => {
    isEntered = false;
  });
  // The reader may have typed before this file came.
  if (!isShown()) window.htmx.trigger(input(), "refresh");
}
