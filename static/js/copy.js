// Copies what a field, or another element, holds. `data-copy` is its id.
import { onReveal } from "./reveal.js";

function revealCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    button.textContent = button.dataset.copied;
  } catch {
    // The browser does not allow it: the text is selected, and can be copied by hand.
    getSelection().selectAllChildren(source);
    source.select?.();
  }
}

export function startCopies() {
  onReveal(revealCopies);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });
}
