// What can be done with many topics at once, in a dialog over the page. Where a page has no such dialog, the links lead on.
import { alreadyTold } from "./messages.js";

let opener = null;

const dialog = () => document.getElementById("many");

function load(href) {
  window.htmx
    ?.ajax("GET", href, { source: dialog(), target: "#many-body", swap: "innerHTML" })
    .catch(alreadyTold);
}

// The dialog's content has come from the server.
export function showMany() {
  if (!dialog().open) dialog().showModal();
  dialog().querySelector("#many-title")?.focus();
}

// The act is done: what it changed is on the page already.
export function closeMany() {
  if (!dialog()?.open) return;
  dialog().close();
  // The link may have been replaced by a new piece of the page.
  const back = opener?.isConnected
    ? opener
    : opener && document.querySelector(`a[href="${opener.getAttribute("href")}"]`);
  back?.focus({ preventScroll: true });
}

function followLink(event) {
  const link = event.target.closest?.("a[data-many], a[data-many-close]");
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0;
  if (!link || modified || !dialog() || !window.htmx) return;
  const isInside = dialog().contains(link);
  if (link.dataset.manyClose !== undefined && !isInside) return;
  event.preventDefault();
  if (link.dataset.manyClose !== undefined) closeMany();
  else {
    if (!isInside) opener = link;
    document.querySelector("[popover]:popover-open")?.hidePopover();
    load(link.href);
  }
}

function send(event) {
  const form = event.target.closest?.("#many form[data-many-form]");
  if (!form || !window.htmx) return;
  event.preventDefault();
  postMany(form.getAttribute("action"), new FormData(form), dialog());
}

// Marks many topics. With `ask` among the values the answer is the question whether to do so.
export function postMany(path, data, source) {
  const values = {};
  for (const name of new Set(data.keys())) values[name] = data.getAll(name);
  const shown = data.has("ask") ? { target: "#many-body", swap: "innerHTML" } : { swap: "none" };
  window.htmx?.ajax("POST", path, { source, values, ...shown }).catch(alreadyTold);
}

export function startMany() {
  document.addEventListener("click", (event) => {
    if (event.target === dialog()) closeMany();
    else followLink(event);
  });
  document.addEventListener("submit", send);
}
