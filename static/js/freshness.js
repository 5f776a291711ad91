// Pages that history gives back may be older than what the reader has done since: they are asked for again and repaired.
import { revealFind } from "./find.js";
import { revealFold } from "./fold.js";
import { revealKeys } from "./keys.js";
import { revealKnown } from "./known.js";
import { startPasswords } from "./password-reveal.js";
import { revealShare } from "./share.js";
import { revealTheme } from "./theme-switch.js";
import { revealZoom } from "./zoom.js";

const PARTS = ["header.masthead", "main"];

async function repair() {
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
  revealTheme();
  revealFind();
  revealShare();
  revealKeys();
  revealKnown();
  revealFold();
  revealZoom();
  startPasswords();
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
