// A button at each password that shows what was typed.
import { onReveal } from "./reveal.js";

function addButton(input) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = input.dataset.show;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.textContent = hidden ? input.dataset.hide : input.dataset.show;
    button.setAttribute("aria-pressed", String(hidden));
  });
  input.after(button);
}

function addButtons() {
  for (const input of document.querySelectorAll("[data-password]")) {
    // A form that somebody is filling in is kept when the rest of the page is replaced.
    if (!input.nextElementSibling?.matches("[aria-pressed]")) addButton(input);
  }
}

export function startPasswords() {
  onReveal(addButtons);
}
