// Finds topics on the page of a roadmap: what does not fit fades on the map and leaves the list.
import { isMap } from "./map-or-list.js";
import { announce } from "./messages.js";
import { onReveal } from "./reveal.js";

const OWN_LABEL = ":scope > .node, :scope > .item__heading, :scope > .item__link, :scope > .item__group";

const label = (item) => item.querySelector(OWN_LABEL)?.textContent.toLowerCase() ?? "";
const firstFound = () => document.querySelector(".map .item--found [data-node-id]");

function find(input) {
  const wanted = input.value.trim().toLowerCase();
  const map = isMap();
  let count = 0;
  for (const item of document.querySelectorAll(".map .item")) {
    const fits = label(item).includes(wanted);
    const isFound = wanted !== "" && fits && item.matches(".item--topic");
    count += Number(isFound);
    item.classList.toggle("item--found", isFound);
    // In a list what holds a match stays; on the map everything stands for itself.
    const holds = !map && item.textContent.toLowerCase().includes(wanted);
    item.classList.toggle("item--missed", wanted !== "" && !fits && !holds);
  }
  sayCount(input, wanted, count);
  if (wanted && map) firstFound()?.scrollIntoView({ block: "center" });
}

function sayCount(input, wanted, count) {
  const output = document.querySelector("[data-find-count]");
  const form = count ? new Intl.PluralRules(document.documentElement.lang).select(count) : "none";
  const words = (input.dataset[form] ?? input.dataset.other).replace("{count}", count);
  if (output) output.textContent = wanted ? words : "";
  if (wanted) announce(words);
}

function revealFind() {
  const field = document.querySelector("[data-find]");
  if (field) field.hidden = false;
}

export function startFind() {
  onReveal(revealFind);
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-find-input]")) find(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("[data-find-input]")) return;
    // Without this, Firefox activates the link that has just got the focus with the same key.
    event.preventDefault();
    firstFound()?.focus();
  });
}
