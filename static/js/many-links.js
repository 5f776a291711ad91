// Links to what can be done with many topics at once: the first that is followed loads the dialog.
import { isPlainClick } from "./clicks.js";

export function startManyLinks() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-many]");
    if (!link || !isPlainClick(event) || !document.getElementById("many") || !window.htmx) return;
    event.preventDefault();
    const many = await import("./many.js").catch(() => null);
    if (many) many.openMany(link);
    else location.assign(link.href);
  });
}
