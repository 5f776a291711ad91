// On a phone the map begins where the learner is, at a size that can be read and tapped. One finger moves it, two zoom; one
// button shows all of it, with the names of its sections still readable, and a tap on a section leads there.
import { onReveal } from "./reveal.js";

const LARGEST = 4;
// How many pixels a unit of the drawing has at which a map is read, and from which on its topics can be tapped.
const READABLE = 0.9;
const TAPPABLE = 0.7;
// As many has the name of a section on the whole map.
const NAMED = 0.72;
const MILLISECONDS = 160;

const map = () => document.querySelector("[data-map]");
const frame = () => map()?.querySelector(".map__frame");
export const isZoomable = () => map() && getComputedStyle(map()).touchAction === "pan-x pan-y";
const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const key = () => `zoom ${location.pathname}`;
const nodeHere = () => document.getElementById("here")?.closest(".node");
const here = () =>
  nodeHere()?.querySelector(".node__link") ??
  document.querySelector(".map__end .milestone, .item--on-route .node__link");
const nameOfHere = () => nodeHere()?.id ?? "";
let zoom = 1;
let pinch = null;
let placed = null;

// Zooms, so that the point of the map at (x, y) of the window comes to (toX, toY).
function zoomTo(wanted, x, y, toX = x, toY = y) {
  const before = frame().getBoundingClientRect();
  const [partX, partY] = [(x - before.left) / before.width, (y - before.top) / before.height];
  zoom = Math.min(LARGEST, Math.max(1, wanted));
  frame().style.setProperty("--zoomed", `${zoom * 100}%`);
  const after = frame().getBoundingClientRect();
  map().scrollLeft += after.left + partX * after.width - toX;
  map().scrollTop += after.top + partY * after.height - toY;
  show();
}

function glide(wanted, x, y) {
  const [middleX, middleY] = middle(map());
  const [first, begin] = [zoom, performance.now()];
  let [atX, atY] = [x, y];
  const step = (now) => {
    const part = isStill() ? 1 : Math.min(1, (now - begin) / MILLISECONDS);
    const [toX, toY] = [x + (middleX - x) * part, y + (middleY - y) * part];
    zoomTo(first + (wanted - first) * part, atX, atY, toX, toY);
    [atX, atY] = [toX, toY];
    if (part < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function show() {
  const isNear = zoom >= atLeast(TAPPABLE);
  map().classList.toggle("map--near", isNear);
  map().classList.toggle("map--whole", !isNear);
  // Where it does not apply it is not set: that would style the whole map anew.
  if (isNear) map().style.removeProperty("--named");
  else map().style.setProperty("--named", Math.max(1, atLeast(NAMED) / zoom));
  for (const button of map().querySelectorAll("[data-zoom]")) {
    button.disabled = button.dataset.zoom === "out" ? zoom <= 1 : zoom >= LARGEST;
  }
}

// The zoom at which a unit of the drawing has so many pixels.
function atLeast(pixels) {
  const width = Number.parseFloat(getComputedStyle(frame()).getPropertyValue("--map-width")) || 1000;
  return Math.max(1, (width * pixels) / map().clientWidth);
}

function press(event) {
  const button = event.target.closest("[data-zoom]");
  if (!button || !isZoomable()) return;
  const isOnMap = button.dataset.zoom === "here" && event.detail;
  const [x, y] = isOnMap ? tapped(event) : middle(map());
  glide(next(button.dataset.zoom), x, y);
}

// From the whole map one step leads to where it can be read, and from there one step back.
function next(direction) {
  const readable = atLeast(READABLE);
  if (direction === "out") return zoom > readable * 1.01 ? Math.max(readable, zoom / 1.5) : 1;
  return zoom < readable * 0.99 ? readable : zoom * 1.5;
}

// Who taps the name of a section is led to its middle.
function tapped({ clientX, clientY }) {
  for (const section of map().querySelectorAll(".node:has(> .section-progress) > .node__link")) {
    const { left, right, top, bottom } = section.getBoundingClientRect();
    if (clientX > left && clientX < right && clientY > top && clientY < bottom) return middle(section);
  }
  return [clientX, clientY];
}

function middle(element) {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

function fingers({ touches: [one, two] }) {
  const [x, y] = [(one.clientX + two.clientX) / 2, (one.clientY + two.clientY) / 2];
  return { x, y, apart: Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY) };
}

function touch(event) {
  if (event.touches.length !== 2 || !isZoomable() || !map().contains(event.target)) {
    pinch = null;
    return;
  }
  event.preventDefault();
  const now = fingers(event);
  if (pinch) zoomTo((zoom * now.apart) / pinch.apart, pinch.x, pinch.y, now.x, now.y);
  pinch = now;
}

function keep() {
  if (!isZoomable()) return;
  const place = [zoom, map().scrollLeft, map().scrollTop, nameOfHere()];
  sessionStorage.setItem(key(), JSON.stringify(place));
}

// Shows the map as the reader left it. Who comes for the first time, or has gone on since, is shown where they are.
function revealZoom() {
  if (!isZoomable()) return;
  for (const button of map().querySelectorAll("[data-zoom], [data-tap-marks]")) button.hidden = false;
  if (placed === map()) return;
  placed = map();
  const [kept, left, top, name] = JSON.parse(sessionStorage.getItem(key()) ?? "[]");
  // Where nothing is kept the style sheet has given this size; setting it again would lay the whole map out anew.
  zoom = kept ?? atLeast(READABLE);
  if (kept) {
    frame().style.setProperty("--zoomed", `${zoom * 100}%`);
    map().scrollTo({ left, top, behavior: "instant" });
  }
  if (kept ? name !== nameOfHere() && !isBack() : !location.hash) center(here());
  show();
}

const isBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

function center(element) {
  const [box, place] = [map().getBoundingClientRect(), element?.getBoundingClientRect()];
  if (!place) return;
  const left = place.left + place.width / 2 - box.left - box.width / 2;
  map().scrollBy({ left, top: place.top - box.top - box.height / 3, behavior: "instant" });
}

export function startZoom() {
  onReveal(revealZoom);
  document.addEventListener("click", press);
  document.addEventListener("touchstart", touch, { passive: false });
  document.addEventListener("touchmove", touch, { passive: false });
  document.addEventListener("touchend", () => {
    pinch = null;
  });
  window.addEventListener("pagehide", keep);
}
