// The only module that listens to HTMX's events.
import { isWide, opened, remember } from "./panel.js";

let focused = null;

export function announce(words) {
  const region = document.getElementById("announcer");
  if (region && words) region.textContent = words;
}

export function startHtmx() {
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const link = event.detail.elt;
    if (event.detail.requestConfig.verb !== "get" || event.detail.target?.id !== "panel-body") return;
    if (!isWide() || !document.getElementById("panel")) {
      event.preventDefault();
      location.href = link.href;
      return;
    }
    remember(link);
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    event.detail.serverResponse = wanted(event.detail.serverResponse);
    focused = document.activeElement?.id || document.activeElement?.dataset?.nodeId || null;
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id === "panel-body") opened();
    place();
    if (focused && document.activeElement === document.body) {
      (document.getElementById(focused) ?? document.querySelector(`[data-node-id="${CSS.escape(focused)}"]`))?.focus();
    }
  });
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target?.id !== "toasts") return;
    announce(document.querySelector("#toasts .toast__words")?.textContent);
  });
  document.body.addEventListener("htmx:sendError", () => announce("The site cannot be reached. Nothing was saved."));
  document.body.addEventListener("htmx:responseError", () => announce("That did not work. Nothing was saved."));
}

// One answer serves every page; pieces that this page does not show have nowhere to go.
function wanted(html) {
  if (!html?.includes("hx-swap-oob")) return html;
  const pieces = document.createElement("template");
  pieces.innerHTML = html;
  pieces.content.querySelectorAll("[hx-swap-oob]").forEach((piece) => {
    if (!document.getElementById(piece.id)) piece.remove();
  });
  return pieces.innerHTML;
}

// A modal dialog makes the rest of the page inert: the messages have to be inside it to be reached.
function place() {
  const toasts = document.getElementById("toasts");
  const panel = document.querySelector("#panel[open]");
  const home = panel ?? document.body;
  if (toasts && toasts.parentElement !== home) home.append(toasts);
  toasts?.querySelectorAll("[data-toast-close]").forEach((button) => { button.hidden = false; });
}
