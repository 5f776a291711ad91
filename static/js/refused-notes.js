// Notes that waited for a connection and were refused then: their texts stay on this device until their writer discards them.
const viewerHere = () => document.querySelector('form[action="/logout"] input[name=viewer]')?.value ?? "";

// What a guest of this browser wrote is for whoever is here now, as with marks.
function isOfThisViewer({ form }) {
  const viewer = new URLSearchParams(form).get("viewer") ?? "";
  return viewer === "" || viewer.endsWith(".guest") || viewer === viewerHere();
}

export function showRefused(notes) {
  const list = document.getElementById("refused-notes");
  const template = document.getElementById("refused-note");
  if (!list || !template) return;
  const own = notes.filter(isOfThisViewer);
  // Nothing is made anew under somebody who is selecting a text.
  const shown = own.map(({ id }) => id).join();
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  list.hidden = own.length === 0;
  list.replaceChildren(...own.map((note) => shownNote(template, note)));
}

function shownNote(template, { id, path, form }) {
  const made = template.content.cloneNode(true);
  const link = made.querySelector("a");
  link.href = path.replace(/\/note$/, "");
  made.querySelector("textarea").value = new URLSearchParams(form).get("text");
  made.querySelector("button").dataset.refusedDiscard = id;
  return made;
}
