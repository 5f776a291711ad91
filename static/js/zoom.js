// On a phone those who have not begun see the whole map, which scrolls with the page; a tap on a section leads there. Those who
// are under way begin where they are, at a size that can be read and tapped. One finger moves the map, two zoom, one button shows all of it.
import { announce } from "./messages.js";
import { onLeave, onReveal } from "./reveal.js";
import { ofTab } from "./storage.js";

const LARGEST = 4;
// How many pixels a unit of the drawing has at which a map is read, from which on its topics can be tapped, and at which those
// who have zoomed in may tap them too.
const READABLE = 0.8;
const TAPPABLE = 0.7;
const LEAST = 0.6;
const MILLISECONDS = 180;
const MARGIN = 16;

const map = () => document.querySelector("[data-map]");
const frame = () => map()?.querySelector(".map__frame");
const button = (name) => map().querySelector(`[data-zoom=${name}]`);
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
// The zoom to which the map glides; each new wish ends the glide before.
let aim = null;
let wishes = 0;
// What is in the middle, in parts of the whole, and how wide the window is.
let seen = null;

// Zooms, so that the point of the map at (x, y) of the window comes to (toX, toY).
function zoomTo(wanted, x, y, toX = x, toY = y) {
  const before = frame().getBoundingClientRect();
  const [partX, partY] = [(x - before.left) / before.width, (y - before.top) / before.height];
  const wasFitted = map().classList.contains("map--fitted");
  zoom = Math.min(LARGEST, Math.max(1, wanted));
  frame().style.setProperty("--zoomed", `${zoom * 100}%`);
  show();
  // The whole map scrolls with the page; what is larger has a window of its own.
  if (wasFitted && zoom > 1) map().scrollIntoView({ block: "start", behavior: "instant" });
  const after = frame().getBoundingClientRect();
  const [right, down] = [after.left + partX * after.width - toX, after.top + partY * after.height - toY];
  map().scrollBy({ left: right, top: down, behavior: "instant" });
  if (zoom <= 1) scrollBy({ top: down, behavior: "instant" });
}

function glide(wanted, x, y) {
  const wish = begin(wanted);
  // The window of the map comes first, so that its middle is known.
  if (wanted > 1) zoomTo(Math.max(zoom, 1.001), x, y);
  const [middleX, middleY] = middle(map());
  const [first, start] = [zoom, performance.now()];
  let [atX, atY] = [x, y];
  const step = (now) => {
    if (wish !== wishes) return;
    const time = isStill() ? 1 : Math.min(1, Math.max(0, now - start) / MILLISECONDS);
    const part = 1 - (1 - time) ** 3;
    const [toX, toY] = [x + (middleX - x) * part, y + (middleY - y) * part];
    zoomTo(first + (wanted - first) * part, atX, atY, toX, toY);
    [atX, atY] = [toX, toY];
    if (time < 1) requestAnimationFrame(step);
    else arrive();
  };
  requestAnimationFrame(step);
}

function begin(wanted) {
  aim = wanted;
  wishes += 1;
  return wishes;
}

function arrive() {
  aim = null;
  tell();
}

// Says how large the map is now.
function tell() {
  const { said } = button(zoom > 1 ? "in" : "whole").dataset;
  announce(said.replace("{percent}", Math.round(zoom * 100)));
}

function show() {
  const isNear = zoom >= atLeast(zoom > 1 ? LEAST : TAPPABLE);
  map().classList.toggle("map--near", isNear);
  map().classList.toggle("map--whole", !isNear);
  map().classList.toggle("map--fitted", zoom <= 1);
  const active = document.activeElement;
  for (const each of map().querySelectorAll("[data-zoom]")) {
    each.disabled = ["out", "whole"].includes(each.dataset.zoom) ? zoom <= 1 : zoom >= LARGEST;
  }
  // A button that can do no more gives the focus to the one that still can.
  if (active.dataset.zoom && active.disabled) button(zoom > 1 ? "out" : "in").focus({ preventScroll: true });
}

// A measure of the drawing, in its own units.
const drawn = (element, name) => Number.parseFloat(getComputedStyle(element).getPropertyValue(name)) || 1000;

// The zoom at which a unit of the drawing has so many pixels.
const atLeast = (pixels) => Math.max(1, (drawn(frame(), "--map-width") * pixels) / map().clientWidth);

// From where to where boxes reach, together with what is there already.
function span(boxes, first, last, [from, to]) {
  return [Math.min(from, ...boxes.map((b) => b[first])), Math.max(to, ...boxes.map((b) => b[last]))];
}

function press(event) {
  const name = event.target.closest("[data-zoom]")?.dataset.zoom;
  if (!name || !isZoomable()) return;
  const isOnMap = name === "here" && event.detail;
  const section = isOnMap && sectionAt(event);
  if (section) {
    // What is measured below has to be in the window that a larger map has.
    zoomTo(Math.max(zoom, 1.001), ...middle(section));
    glide(...framed(section));
  } else {
    const [x, y] = isOnMap ? [event.clientX, event.clientY] : visibleMiddle();
    glide(next(name), x, y);
  }
}

// From the whole map one step leads to where it can be read, and from there one step back.
function next(direction) {
  if (direction === "whole") return 1;
  const readable = atLeast(READABLE);
  const from = Math.min(LARGEST, aim ?? zoom);
  if (direction === "out") return from > readable * 1.01 ? Math.max(readable, from / 1.5) : 1;
  return from < readable * 0.99 ? readable : from * 1.5;
}

function sectionAt({ clientX, clientY }) {
  return [...map().querySelectorAll(".node--section > .node__link")].find((section) => {
    const { left, right, top, bottom } = section.getBoundingClientRect();
    return clientX > left && clientX < right && clientY > top && clientY < bottom;
  });
}

// The zoom and the point of the map that show a section with its topics at the side of the first one, from their top if they
// are too many for the window.
function framed(section) {
  const [x] = middle(section);
  const [, ...topics] = [...section.closest("li").querySelectorAll(".node__link")].map((link) =>
    link.getBoundingClientRect(),
  );
  const isLeft = topics[0] && topics[0].right < x;
  const shown = topics.filter((box) => (isLeft ? box.right < x : box.left > x));
  // It is drawn narrower than the whole map shows it.
  const side = (drawn(section, "--w") / 2) * (frame().clientWidth / drawn(frame(), "--map-width"));
  const [left, right] = span(shown, "left", "right", [x - side, x + side]);
  const own = section.getBoundingClientRect();
  const [top, bottom] = span(shown, "top", "bottom", [own.top, own.bottom]);
  const fitting = (zoom * (map().clientWidth - 2 * MARGIN)) / (right - left);
  const wanted = Math.min(atLeast(READABLE), Math.max(atLeast(LEAST), fitting));
  const half = (pixels) => ((pixels / 2 - MARGIN) * zoom) / wanted;
  const [across, down] = [half(map().clientWidth), half(map().clientHeight)];
  const most = isLeft
    ? Math.min((left + right) / 2, left + across)
    : Math.max((left + right) / 2, right - across);
  return [wanted, most, Math.min((top + bottom) / 2, top + down)];
}

function middle(element) {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

function visibleMiddle() {
  const { left, right, top, bottom } = map().getBoundingClientRect();
  return [(left + right) / 2, (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2];
}

// Enlarges a map on which topics cannot be read, around one of them.
export function showNear(link) {
  if (!isZoomable() || map().classList.contains("map--near")) return;
  begin(null);
  zoomTo(atLeast(READABLE), ...middle(link));
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
  begin(null);
  const now = fingers(event);
  if (pinch) zoomTo((zoom * now.apart) / pinch.apart, pinch.x, pinch.y, now.x, now.y);
  pinch = now;
}

function keep() {
  if (!isZoomable()) return;
  const place = [zoom, map().scrollLeft, map().scrollTop, nameOfHere()];
  ofTab.keep(key(), JSON.stringify(place));
}

// Shows the map as the reader left it. Who comes for the first time is shown what the page says, all of it or where they are;
// who has gone on since, where they are now.
function revealZoom() {
  if (!isZoomable()) return;
  for (const each of map().querySelectorAll("[data-zoom], [data-tap-marks]")) each.hidden = false;
  if (placed === map()) return;
  placed = map();
  const [kept, left, top, name] = JSON.parse(ofTab.read(key()) ?? "[]");
  const isFirst = map().classList.contains("map--fitted");
  const hasGoneOn = kept && name !== nameOfHere() && !isBack();
  // Where nothing is kept the style sheet has given this size; setting it again would lay the whole map out anew.
  if (!kept) zoom = isFirst && !location.hash ? 1 : atLeast(READABLE);
  else zoom = hasGoneOn && !isFirst ? Math.max(kept, atLeast(READABLE)) : kept;
  if (kept) frame().style.setProperty("--zoomed", `${zoom * 100}%`);
  show();
  delete document.documentElement.dataset.zoomed;
  if (kept) map().scrollTo({ left, top, behavior: "instant" });
  const isToBeShown = kept ? hasGoneOn : !location.hash;
  if (zoom > 1 && isToBeShown) center(here());
  // A window that all of the map fits into scrolls as a page.
  if (zoom === 1 && !isFirst && isToBeShown && !scrollY) here()?.scrollIntoView({ block: "center" });
}

const isBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

// Brings a topic with its milestone into the window, and as much of what leads to it from the main path as fits beside them.
function center(element) {
  if (!element) return;
  const box = map().getBoundingClientRect();
  const parts = [element, element.parentElement.querySelector(".here") ?? element];
  const [here, ...rest] = parts.map((part) => part.getBoundingClientRect());
  const place = span(rest, "left", "right", [here.left, here.right]);
  const section = element.closest(".item--level-1")?.querySelector(".node__link") ?? element;
  const [first, last] = span([section.getBoundingClientRect()], "left", "right", place);
  let left = (first + last) / 2 - box.left - box.width / 2;
  if (last - first > box.width - 2 * MARGIN)
    left = first < place[0] ? place[1] + MARGIN - box.right : place[0] - MARGIN - box.left;
  map().scrollBy({ left, top: here.top - box.top - box.height / 3, behavior: "instant" });
}

function see() {
  if (!isZoomable()) return;
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = map();
  const [x, y] = [
    (scrollLeft + clientWidth / 2) / scrollWidth,
    (scrollTop + clientHeight / 2) / scrollHeight,
  ];
  seen = { x, y, width: clientWidth };
}

// A phone that is turned shows the same, as large.
function turn() {
  revealZoom();
  if (isZoomable() && seen && seen.width !== map().clientWidth) {
    begin(null);
    zoom = Math.min(LARGEST, Math.max(1, (zoom * seen.width) / map().clientWidth));
    frame().style.setProperty("--zoomed", `${zoom * 100}%`);
    show();
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = map();
    const [left, top] = [seen.x * scrollWidth - clientWidth / 2, seen.y * scrollHeight - clientHeight / 2];
    map().scrollTo({ left, top, behavior: "instant" });
  }
  see();
}

export function startZoom() {
  onReveal(revealZoom);
  see();
  onLeave(keep);
  document.addEventListener("click", press);
  document.addEventListener("touchstart", touch, { passive: false });
  document.addEventListener("touchmove", touch, { passive: false });
  document.addEventListener("touchend", () => {
    pinch = null;
  });
  document.addEventListener("scroll", ({ target }) => target === map() && see(), { capture: true });
  window.addEventListener("resize", turn);
  window.addEventListener("pagehide", keep);
}
