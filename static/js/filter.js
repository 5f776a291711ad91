// Filters the roadmaps that the page lists, as one types. Without this file the form asks the server.
import { announce } from "./messages.js";
import { counted } from "./plurals.js";

const ITEMS = "[data-filter-item], .cards > .card";
const WORDS = ".name-index__name, .card__title, .card__line";

function filter(input) {
  const wanted = input.value.trim().toLowerCase().split(/\s+/);
  let count = 0;
  for (const item of document.querySelectorAll(ITEMS)) {
    const texts = [...item.querySelectorAll(WORDS)].map((part) => part.textContent);
    const text = texts.join(" ").toLowerCase();
    item.hidden = !wanted.every((word) => text.includes(word));
    count += Number(!item.hidden);
  }
  for (const shelf of document.querySelectorAll("[data-filter-shelf], .shelf"))
    shelf.hidden = !shelf.querySelector("li:not([hidden])");
  const words = count ? counted(input, count) : input.dataset.none;
  const output = document.querySelector("[data-filter-count]");
  if (output) output.textContent = input.value.trim() ? words : "";
  announce(words);
}

export function startFilter() {
  // The reader may have typed before this file came.
  const input = document.querySelector("[data-filter]");
  if (input.value) filter(input);
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-filter]")) filter(event.target);
  });
}
