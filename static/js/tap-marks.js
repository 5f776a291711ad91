// On a phone: while the button is pressed, a tap on a topic of the map marks it as done, or takes that back. It is loaded with the first press.
import { setStatus } from "./keys.js";
import { say } from "./messages.js";

const button = () => document.querySelector("[data-tap-marks]");
const isOn = () => button()?.getAttribute("aria-pressed") === "true";

export function toggle() {
  const on = !isOn();
  button().setAttribute("aria-pressed", String(on));
  if (on) say(button().dataset.words);
}

function tap(event) {
  const link = isOn() && event.target.closest?.(".map a[data-node-id][data-status]");
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  const status = link.dataset.status === "done" ? "pending" : "done";
  setStatus({ href: link.getAttribute("href"), source: link }, status);
}

// Before HTMX and the panel, which would open the topic.
window.addEventListener("click", tap, { capture: true });
