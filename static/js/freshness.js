// Pages that history gives back may be older than what the reader has done since: they are asked for again and repaired.
import { revealAll } from "./reveal.js";

const PARTS = ["header.masthead", "main"];

export async function repair() {
  if (document.querySelector("#panel[open]")) return;
  const answer = await fetch(location.href, { cache: "no-cache", headers: { Accept: "text/html" } }).catch(
    () => null,
  );
  if (!answer) return;
  if (answer.redirected) {
    location.replace(answer.url);
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const selector of PARTS) replace(document.querySelector(selector), fresh.querySelector(selector));
  revealAll();
}

function replace(old, fresh) {
  // A form that somebody is filling in is theirs.
  if (!old || !fresh || old.querySelector("form.form")) return;
  const [x, y] = [scrollX, scrollY];
  const made = document.adoptNode(fresh);
  old.replaceWith(made);
  window.htmx?.process(made);
  scrollTo({ left: x, top: y, behavior: "instant" });
}

export function startFreshness() {
  window.addEventListener("pageshow", (event) => {
    const [entry] = performance.getEntriesByType("navigation");
    if (event.persisted || entry?.type === "back_forward") repair();
  });
}
