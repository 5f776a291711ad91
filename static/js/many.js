// The dialog with what can be done with many topics at once; `many-links.js` loads this file.
import { isPlainClick } from "./clicks.js";
import { noteFocus, returnFocus } from "./focus-return.js";
import { onSwap } from "./htmx-events.js";
import { alreadyTold, place } from "./messages.js";

let opener = null;

const dialog = () => document.getElementById("many");

function load(href) {
  window.htmx
    ?.ajax("GET", href, { source: dialog(), target: "#many-body", swap: "innerHTML" })
    .catch(alreadyTold);
}

// The dialog's content has come from the server.
function showMany() {
  if (!dialog().open) {
    noteFocus(opener ?? document.activeElement);
    dialog().showModal();
  }
  dialog().querySelector("#many-title")?.focus();
}

// The act is done: what it changed is on the page already.
function closeMany() {
  if (!dialog()?.open) return;
  dialog().close();
  place();
  // The link may have been replaced by a new piece of the page.
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  else returnFocus();
  opener = null;
}

// Follows a link of the page, or of the dialog itself.
export function openMany(link) {
  // A menu that closes gives the focus back to its button.
  document.querySelector("[popover]:popover-open")?.hidePopover();
  if (!dialog().contains(link)) opener = link.checkVisibility() ? link : null;
  load(link.href);
}

function click(event) {
  const isClosing = event.target.closest?.("#many a[data-many-close]") && isPlainClick(event);
  if (isClosing) event.preventDefault();
  if (isClosing || event.target === dialog()) closeMany();
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

onSwap("swapped many-body", showMany);
onSwap("marked", closeMany);
document.addEventListener("click", click);
document.addEventListener("submit", send);
