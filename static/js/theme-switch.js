// The switch of colors: as the system, light, dark.
import { onReveal } from "./reveal.js";
import { ofBrowser } from "./storage.js";

const ORDER = ["auto", "light", "dark"];

const present = () => document.documentElement.dataset.theme ?? "auto";

function show(button) {
  button.hidden = false;
  button.setAttribute("aria-label", button.dataset[present()]);
}

function choose(theme) {
  document.documentElement.dataset.theme = theme;
  ofBrowser.keep("theme", theme);
}

function revealTheme() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) show(button);
}

export function startTheme() {
  onReveal(revealTheme);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-switch]");
    if (!button) return;
    choose(ORDER[(ORDER.indexOf(present()) + 1) % ORDER.length]);
    show(button);
  });
}
