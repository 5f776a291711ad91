// Listens to HTMX's events; `posts.js` alone does so too.

import { noteFocus, returnFocus } from "./focus-return.js";
import { repair } from "./freshness.js";
import { alreadyTold, showFailure, shown } from "./messages.js";

const listeners = new EventTarget();

// Calls a handler whenever something has happened: the server is `asked`, `before` a swap, `settled` after it, `swapped <id>`
// for the element whose content is new, `marked` after many topics have been marked at once, `undone` with the address that
// undid an act.
export function onSwap(name, handler) {
  listeners.addEventListener(name, handler);
}

const tell = (name, detail) => listeners.dispatchEvent(new CustomEvent(name, { detail }));

const ANYWHERE = /^(toasts|kept|mark-viewer|meter-.*|found-.*)$/;

export function startHtmx() {
  const { body } = document;
  body.addEventListener("htmx:configRequest", ({ detail }) => {
    // On maps of hundreds of topics an address stands once in each link and once in each button.
    if (detail.path === "#")
      detail.path = detail.elt.getAttribute("href") ?? detail.elt.getAttribute("formaction");
    if (detail.verb === "post") tellOpen(detail.headers);
  });
  body.addEventListener("htmx:beforeRequest", ({ detail }) => {
    tell("asked", detail);
  });
  body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, serverResponse } = event.detail;
    event.detail.serverResponse = withoutStrangers(serverResponse, xhr.getResponseHeader("Milepost-Roadmap"));
    noteFocus();
    tell("before", event.detail);
  });
  body.addEventListener("htmx:afterSwap", (event) => {
    tell(`swapped ${event.detail.target?.id}`);
  });
  body.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { verb, path, parameters } = detail.requestConfig;
    if (!detail.successful || verb !== "post") return;
    if (path.endsWith("/marks") && !parameters.ask) tell("marked");
    if (path.endsWith("/undo")) tell("undone", path);
    if (detail.xhr.getResponseHeader("Milepost-Stale")) repair();
  });
  body.addEventListener("htmx:afterSettle", () => {
    tell("settled");
    returnFocus();
  });
  body.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target?.id === "toasts") shown();
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    body.addEventListener(name, (event) => failed(event.detail));
  }
}

// What the open topic builds on, and what comes after it, may change with a mark on another one.
function tellOpen(headers) {
  const panel = document.querySelector("#panel[open] [data-href]");
  const shown = panel ?? document.querySelector("[data-topic]");
  if (shown) headers["Milepost-Open"] = `${panel ? "panel" : "page"} ${shown.dataset.href.split("@").pop()}`;
}

// One answer serves every page; pieces that this page does not show have nowhere to go. On the page of another roadmap
// only those have a place that are no part of a roadmap's own page.
function withoutStrangers(html, roadmap) {
  if (!html?.includes("hx-swap-oob")) return html;
  const shown = document.querySelector("[data-roadmap]")?.dataset.roadmap;
  const pieces = document.createElement("template");
  pieces.innerHTML = html;
  for (const piece of pieces.content.querySelectorAll("[hx-swap-oob]")) {
    const isElsewhere = shown && roadmap && shown !== roadmap && !ANYWHERE.test(piece.id);
    if (isElsewhere || !hasPlace(piece)) piece.remove();
  }
  return pieces.innerHTML;
}

function hasPlace(piece) {
  const [, selector] = piece.getAttribute("hx-swap-oob").split(":");
  return Boolean(selector ? document.querySelector(selector) : document.getElementById(piece.id));
}

function failed({ xhr, elt, etc, requestConfig }) {
  // The server's own message comes with the answer.
  if (xhr?.response?.includes?.('id="toasts"')) return;
  const { verb, path, parameters, target } = requestConfig;
  const isRead = verb === "get";
  // What is gone has a page.
  if (isRead && [404, 410].includes(xhr?.status)) {
    location.assign(path);
    return;
  }
  const words = document.getElementById("failure")?.dataset ?? {};
  const kind = { 0: "offline", 409: "changed", 429: "busy" }[xhr?.status ?? 0] ?? "broken";
  const again = () => {
    const swap = etc.swapOverride ?? elt.closest("[hx-swap]")?.getAttribute("hx-swap") ?? "innerHTML";
    // An answer may have replaced it.
    const source = elt.isConnected ? elt : document.body;
    window.htmx
      .ajax(verb.toUpperCase(), path, { source, target, swap, values: { ...parameters } })
      .catch(alreadyTold);
  };
  // A box that is ticked looks saved.
  if (elt?.type === "checkbox") elt.checked = !elt.checked;
  // What the server refuses for a reason stays refused: a page that is out of date has to be loaded again.
  showFailure(
    ownWords(xhr) || (isRead && kind === "offline" ? words.unread : words[kind]),
    kind === "changed" ? () => location.reload() : again,
  );
}

// What the server says itself about this very request, and about nothing else.
function ownWords(xhr) {
  const page = new DOMParser().parseFromString(xhr?.response ?? "", "text/html");
  return page.querySelector("[data-own-words]")?.textContent;
}
