// Notes: names the page that writes, so that its own editions are no conflict, and sends what was typed before the form leaves.
import { repairNextPage } from "./freshness.js";
import { onReveal } from "./reveal.js";

const dirty = new Set();

function nameWriters() {
  for (const form of document.querySelectorAll("[data-note-form]")) {
    const writer = form.elements.namedItem("writer");
    if (!writer.value) writer.value = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  }
}

const said = (form) => form.querySelector(".note__said");

function typed({ target }) {
  const form = target.closest?.("[data-note-form]");
  if (!form) return;
  dirty.add(form);
  said(form).textContent = "";
}

// HTMX waits for a pause in typing; a page that is left does not.
function flush(form) {
  if (!dirty.delete(form)) return;
  const body = new URLSearchParams(new FormData(form));
  // Nobody is there any more to be asked which of two texts stays: both do.
  body.set("waited", "0");
  const send = (keepalive) => fetch(form.action, { method: "POST", body, keepalive, redirect: "manual" });
  // A browser refuses long texts to requests that outlive their page.
  send(true).catch(() => send(false).catch(() => {}));
}

// The reader may have typed before this file came.
function findTyped() {
  for (const form of document.querySelectorAll("[data-note-form]")) {
    const { value, defaultValue } = form.elements.namedItem("text");
    if (value !== defaultValue && !said(form).textContent) dirty.add(form);
  }
}

export function startNotes() {
  findTyped();
  onReveal(nameWriters);
  document.body.addEventListener("htmx:load", nameWriters);
  document.addEventListener("input", typed);
  document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && said(detail.elt)?.textContent) dirty.delete(detail.elt);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-note-drop]")) dirty.delete(target.closest("[data-note-form]"));
  });
  document.body.addEventListener("htmx:beforeCleanupElement", ({ target }) => {
    for (const form of [...dirty]) if (target.contains(form)) flush(form);
  });
  for (const leaving of ["beforeunload", "pagehide"])
    window.addEventListener(leaving, () => {
      if (dirty.size) repairNextPage();
      [...dirty].forEach(flush);
    });
}
