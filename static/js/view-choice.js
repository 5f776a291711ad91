// Where the address does not say whether the page is a map or a list, the reader's last choice in this browser does.
import { isMap } from "./map-or-list.js";
import { onReveal } from "./reveal.js";
import { ofBrowser } from "./storage.js";

function revealChoice() {
  const auto = document.querySelector(".switch--auto");
  if (!auto) return;
  const shown = isMap() ? "map" : "list";
  for (const link of auto.querySelectorAll("[data-view-choice]")) {
    if (link.dataset.viewChoice === shown) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// Back leads to what was shown here, whatever was chosen since.
function keepShown() {
  const here = new URL(location.href);
  if (here.searchParams.has("view") || !document.querySelector(".switch--auto")) return;
  here.searchParams.set("view", isMap() ? "map" : "list");
  history.replaceState(history.state, "", here);
}

export function startViewChoice() {
  onReveal(revealChoice);
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-view-choice]")?.dataset.viewChoice;
    if (!choice) return;
    ofBrowser.keep("view", choice);
    keepShown();
  });
}
