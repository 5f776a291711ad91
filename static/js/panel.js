// The panel: a dialog that shows a topic beside its map. This module alone owns the history entries that it makes.
//
// Opening adds one entry, whatever is then read in the panel; so one Back closes it, and closing leaves nothing behind.
import { alreadyTold, place } from "./messages.js";

let opener = null;
let titleOfPage = document.title;
const loaded = location.pathname + location.search;

const panel = () => document.getElementById("panel");
const isWide = () => window.matchMedia("(min-width: 60rem)").matches;
const leadsToPanel = (link) => link?.getAttribute("hx-target") === "#panel-body";

function node(href) {
  return [...document.querySelectorAll(".map [data-node-id]")].find(
    (link) => link.getAttribute("href") === href,
  );
}

// The topic's fragment is in the panel: shows it, under its own address.
export function showPanel() {
  const dialog = panel();
  const content = dialog?.querySelector("[data-title]");
  if (!content) return;
  const { href, title } = content.dataset;
  if (!history.state?.panel) history.pushState({ panel: href }, "", href);
  else if (history.state.panel !== href) history.replaceState({ panel: href }, "", href);
  document.title = title;
  if (!dialog.open) dialog.showModal();
  place();
  dialog.scrollTop = 0;
  dialog.querySelector(".panel__title")?.focus();
}

function hide() {
  const dialog = panel();
  if (!dialog?.open) return;
  const href = dialog.querySelector("[data-href]")?.dataset.href;
  dialog.close();
  place();
  document.title = titleOfPage;
  (node(href) ?? opener)?.focus();
}

// Back to the entry of the page below; hiding follows from it.
function close() {
  if (history.state?.panel) history.back();
  else hide();
}

function followHistory(state) {
  const wanted = state?.panel;
  const dialog = panel();
  if (!dialog) {
    // After a reload under a topic's address, Back leads to an entry of the page that was there before.
    if (location.pathname + location.search !== loaded) location.reload();
    return;
  }
  if (!wanted) hide();
  else if (!dialog.open || dialog.querySelector("[data-href]")?.dataset.href !== wanted) {
    window.htmx?.ajax("GET", wanted, { target: "#panel-body", swap: "innerHTML" }).catch(alreadyTold);
  }
}

export function startPanel() {
  if (panel() && history.state?.panel) history.replaceState(null, "", location.href);
  // Where there is no panel, and for a new tab or window, the link is an ordinary link: HTMX does not get to see the click.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[href]");
      if (!leadsToPanel(link)) return;
      const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0;
      if (modified || !panel() || !isWide()) {
        event.stopPropagation();
        return;
      }
      if (!panel().open) {
        opener = link;
        titleOfPage = document.title;
      }
    },
    { capture: true },
  );
  document.addEventListener("click", (event) => {
    if (event.target === panel() || event.target.closest("[data-panel-close]")) close();
  });
  // Escape: cancel does not bubble, so it is caught on its way down.
  document.addEventListener(
    "cancel",
    (event) => {
      if (event.target !== panel()) return;
      event.preventDefault();
      close();
    },
    { capture: true },
  );
  window.addEventListener("popstate", (event) => followHistory(event.state));
}
