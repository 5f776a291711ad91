// Messages: one at a time, said to everybody, gone by themselves unless they need an answer.
import { returnFocus } from "./focus-return.js";
import { isShortcut } from "./shortcuts.js";

const SECONDS = 10;
let timer = 0;
let retry = null;

const region = () => document.getElementById("toasts");

export function announce(words) {
  const announcer = document.getElementById("announcer");
  if (announcer && words) announcer.textContent = words;
}

// A message that the server sent has just been put into the page.
export function shown() {
  place();
  const toast = region()?.querySelector("[data-toast]");
  if (!toast) return;
  announce(toast.querySelector(".toast__words")?.textContent);
  leaveLater();
}

// Says that something was not done, and offers to do it again; `again` may be left out.
export function showFailure(words, again) {
  const made = document.getElementById("failure")?.content.cloneNode(true);
  if (!made || !region()) return;
  made.querySelector(".toast__words").textContent = words;
  const button = made.querySelector("[data-toast-again]");
  retry = again ?? null;
  if (!again) button.remove();
  region().replaceChildren(made);
  clearTimeout(timer);
  place();
  announce(words);
}

// Says something that nobody asked for; it leaves by itself.
export function say(words) {
  showFailure(words);
  region()?.querySelector("[data-toast]")?.removeAttribute("data-toast-stays");
  leaveLater();
}

// HTMX rejects when a connection fails; by then the reader has been told.
export const alreadyTold = () => {};

// A modal dialog makes the rest of the page inert: messages are inside it while it is open, and in the page after that.
export function place() {
  const home =
    document.querySelector("#finder:modal") ??
    document.querySelector("#many:modal") ??
    document.querySelector("#panel:modal");
  const toasts = region();
  if (!toasts) return;
  if (home && toasts.parentElement !== home) home.append(toasts);
  if (!home) document.getElementById("pinned")?.prepend(toasts);
  for (const button of toasts.querySelectorAll("[data-toast-close]")) button.hidden = false;
}

function leaveLater() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const toast = region()?.querySelector("[data-toast]:not([data-toast-stays])");
    // Nobody loses a message that they are about to use.
    if (toast?.matches(":hover, :focus-within")) leaveLater();
    else toast?.remove();
  }, SECONDS * 1000);
}

export function startMessages() {
  shown();
  document.addEventListener("click", (event) => {
    const toast = event.target.closest("[data-toast]");
    if (!toast) return;
    if (event.target.closest("[data-toast-close]")) {
      toast.remove();
      returnFocus();
    }
    if (event.target.closest("[data-toast-again]")) {
      toast.remove();
      retry?.();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "u" && isShortcut(event)) region()?.querySelector("form .toast__undo")?.click();
  });
}
