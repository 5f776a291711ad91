// Time zones of the browser and of the learner's days.
import { repair } from "./freshness.js";
import { ofBrowser } from "./storage.js";

function zoneHere() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // UTC is what the server takes anyway, and is no place in its list.
  return zone && /^(?!Etc\/)\w+\//.test(zone) ? zone : "";
}

// A form that is sent anyway takes the zone along: <input type="hidden" name="time_zone" data-zone-here>.
export function startZoneFields() {
  for (const field of document.querySelectorAll("[data-zone-here]")) field.value = zoneHere();
}

// Tells the server the browser's time zone, once, where a page asks for it: <form data-time-zone hidden>.
export function startTimeZone() {
  const form = document.querySelector("form[data-time-zone]");
  const zone = zoneHere();
  if (!form || !zone) return;
  form.elements.time_zone.value = zone;
  // A zone that the server does not know stays unset; nobody asked, so nobody is told.
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })
    // The page was made by the clock of UTC, where it may be another day.
    .then((answer) => (answer.ok && clockOf(zone, "date") !== clockOf("UTC", "date") ? repair() : null))
    .catch(() => {});
}

// Offers to count the days here to who has moved or travels: <form data-own-time-zone="Europe/Berlin" hidden>.
export function startMoves() {
  const form = document.querySelector("form[data-own-time-zone]");
  const zone = zoneHere();
  if (!form || !zone || clockOf(zone) === clockOf(form.dataset.ownTimeZone)) return;
  const left = `${form.dataset.ownTimeZone} ${zone}`;
  if (ofBrowser.read("zone-left") === left) return;
  form.elements.time_zone.value = zone;
  form.querySelector("[data-here]").textContent = zone.replaceAll("_", " ");
  form.hidden = false;
  form.querySelector("[data-stay]").addEventListener("click", () => {
    ofBrowser.keep("zone-left", left);
    form.hidden = true;
  });
}

// What a clock shows there now. Zones with the same clock are the same for a learner's days.
function clockOf(timeZone, what = "") {
  const time = what === "date" ? undefined : "short";
  return new Date().toLocaleString("en", { timeZone, dateStyle: "short", timeStyle: time });
}
