// A form that leads to another page is sent once, however often its button is pressed before the answer. A second sending would
// take the place of the first one, whose answer, with its cookie, nobody gets: a name is taken by the account just made.
const LONGEST = 20000; // milliseconds; some answers are files, and the page stays
let sent = new WeakMap();

function once(event) {
  const { target: form, submitter } = event;
  const before = sent.get(form);
  if (before && before.submitter === submitter && performance.now() - before.at < LONGEST) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // Whether HTMX or another script takes the form is known when all have seen the event.
  setTimeout(() => {
    if (!event.defaultPrevented) sent.set(form, { submitter, at: performance.now() });
  });
}

export function startSentOnce() {
  document.addEventListener("submit", once, { capture: true });
  window.addEventListener("pageshow", () => {
    sent = new WeakMap();
  });
}
