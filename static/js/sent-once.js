// A form that leads to another page is sent once, however often its button is pressed: else nobody gets the first answer, with
// its cookie, and the second says that the name is taken.
const LONGEST = 20000; // some answers are files, and the page stays
let sent = new WeakMap();

function once(event) {
  const { target: form, submitter } = event;
  const before = sent.get(form);
  if (before?.submitter === submitter && performance.now() - before?.at < LONGEST) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // Then it is known whether a script has taken the form.
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
