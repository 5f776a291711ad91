// Finds topics on the page of a roadmap: on the map what does not fit fades, in the list it leaves.
import { isMap } from "./map-or-list.js";
import { announce } from "./messages.js";
import { counted } from "./plurals.js";
import { onReveal } from "./reveal.js";
import { showNear } from "./zoom.js";

const OWN_LABEL = ":scope > .node, :scope > .item__heading, :scope > .item__link, :scope > .item__group";

const field = () => document.querySelector("[data-find-input]");
const label = (item) => item.querySelector(OWN_LABEL)?.textContent.toLowerCase() ?? "";
const link = (item) => item.querySelector("[data-node-id]");
const finds = () => [...document.querySelectorAll(".map .item--found")];
const current = () => document.querySelector(".map .item--current");

function find() {
  const wanted = field().value.trim().toLowerCase();
  const map = isMap();
  document.querySelector(".map")?.classList.toggle("map--finding", wanted !== "");
  for (const item of document.querySelectorAll(".map .item")) {
    const fits = label(item).includes(wanted);
    item.classList.toggle("item--found", wanted !== "" && fits && item.matches(".item--topic"));
    item.classList.remove("item--current");
    // In a list what holds a match stays; on the map everything stands for itself.
    const holds = !map && item.textContent.toLowerCase().includes(wanted);
    item.classList.toggle("item--missed", wanted !== "" && !fits && !holds);
  }
  showBadges();
  const count = finds().length;
  const words = count ? counted(field(), count) : field().dataset.none;
  say(wanted ? words : "");
  if (map && count) link(finds()[0]).scrollIntoView({ block: "center", inline: "center" });
}

// The signs of authors lie in a layer of their own, above the topics.
function showBadges() {
  const found = new Set(finds().map((item) => link(item).dataset.nodeId));
  for (const badge of document.querySelectorAll("[data-badge]"))
    badge.classList.toggle("map__badge--found", found.has(badge.dataset.badge));
}

function say(words, spoken = words) {
  const output = document.querySelector("[data-find-count]");
  if (output) output.textContent = words;
  announce(spoken);
}

// To the next find or the previous one; the field keeps the focus, so that the same key goes on.
function walk(step) {
  const found = finds();
  if (!found.length) return;
  const before = found.indexOf(current());
  const place = before < 0 && step < 0 ? found.length - 1 : (before + step + found.length) % found.length;
  current()?.classList.remove("item--current");
  found[place].classList.add("item--current");
  // On a phone the field lies in a sheet over the map.
  const sheet = field().closest("[popover]");
  if (sheet?.matches(":popover-open")) sheet.hidePopover();
  showNear(link(found[place]));
  link(found[place]).scrollIntoView({ block: "center", inline: "center" });
  const words = field()
    .dataset.place.replace("{place}", place + 1)
    .replace("{count}", found.length);
  const name = link(found[place]).firstChild.textContent.trim();
  say(words, `${name}, ${words}`);
}

// Leaves finding; the topic that the reader walked to has the focus, so that one more key opens it.
function leave() {
  const reached = current();
  field().value = "";
  find();
  if (reached) link(reached).focus();
}

function press(event) {
  if (!event.target.matches?.("[data-find-input]") || event.isComposing) return;
  if (event.key === "Enter") {
    // Without this, Firefox activates the link that has just got the focus with the same key.
    event.preventDefault();
    walk(event.shiftKey ? -1 : 1);
  }
  if (event.key === "Escape" && event.target.value) {
    event.preventDefault();
    leave();
  }
}

function revealFind() {
  const label = document.querySelector("[data-find]");
  if (label) label.hidden = false;
}

export function startFind() {
  onReveal(revealFind);
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-find-input]")) find();
  });
  document.addEventListener("keydown", press);
}
