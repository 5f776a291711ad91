// On a phone the map fits the window's width. A tap makes a part of it readable; two fingers zoom, and one moves it.
import { onReveal } from "./reveal.js";

const LARGEST = 4;
// From here on, topics are large enough to be tapped.
const READABLE = 1.6;
const MILLISECONDS = 160;

const map = () => document.querySelector("[data-map]");
const frame = () => map()?.querySelector(".map__frame");
const isZoomable = () => map() && getComputedStyle(map()).touchAction === "pan-x pan-y";
const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const key = () => `zoom ${location.pathname}`;
let zoom = 1;
let pinch = null;

// Zooms, so that the point of the map at (x, y) of the window comes to (toX, toY).
function zoomTo(wanted, x, y, toX = x, toY = y) {
  const before = frame().getBoundingClientRect();
  const [partX, partY] = [(x - before.left) / before.width, (y - before.top) / before.height];
  zoom = Math.min(LARGEST, Math.max(1, wanted));
  frame().style.setProperty("--zoom", zoom);
  const after = frame().getBoundingClientRect();
  map().scrollLeft += after.left + partX * after.width - toX;
  map().scrollTop += after.top + partY * after.height - toY;
  show();
}

function glide(wanted, x, y) {
  const box = map().getBoundingClientRect();
  const [middleX, middleY] = [box.left + box.width / 2, box.top + box.height / 2];
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
  map().classList.toggle("map--near", zoom >= READABLE);
  for (const button of map().querySelectorAll("[data-zoom]")) {
    button.disabled = button.dataset.zoom === "out" ? zoom <= 1 : zoom >= LARGEST;
  }
}

// So large that a unit of the drawing is nearly a pixel.
function readable() {
  const width = Number.parseFloat(getComputedStyle(frame()).getPropertyValue("--map-width")) || 1000;
  return Math.max(READABLE, (width * 0.9) / map().clientWidth);
}

function press(event) {
  const button = event.target.closest("[data-zoom]");
  if (!button || !isZoomable()) return;
  const box = map().getBoundingClientRect();
  const isWhole = button.dataset.zoom === "here";
  const [x, y] =
    isWhole && event.detail
      ? [event.clientX, event.clientY]
      : [box.left + box.width / 2, box.top + box.height / 2];
  const wanted = { in: zoom * 1.5, out: zoom / 1.5, here: readable() }[button.dataset.zoom];
  glide(wanted, x, y);
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
  sessionStorage.setItem(key(), JSON.stringify([zoom, map().scrollLeft, map().scrollTop]));
}

// Shows the map as it was when the reader left it.
function revealZoom() {
  if (!isZoomable()) return;
  for (const button of map().querySelectorAll("[data-zoom]")) button.hidden = false;
  const [size, left, top] = JSON.parse(sessionStorage.getItem(key()) ?? "[1, 0, 0]");
  zoom = size;
  frame().style.setProperty("--zoom", zoom);
  map().scrollTo({ left, top, behavior: "instant" });
  show();
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
