// Shares the page's address by the system's own way, or copies it.
import { say } from "./messages.js";
import { onReveal } from "./reveal.js";

function revealShare() {
  if (!navigator.share && !navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-share]")) button.hidden = false;
}

async function share(button) {
  const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  if (navigator.share) {
    await navigator.share({ title: document.title, url }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(url);
  button.closest(":popover-open")?.hidePopover();
  say(button.dataset.copied);
}

export function startShare() {
  onReveal(revealShare);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-share]");
    if (button) share(button);
  });
}
