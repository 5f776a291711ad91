// The panel: shows a topic beside its map. This module alone owns the history entries that it makes.
//
// Opening adds one entry, whatever is then read in the panel; so one Back closes it, and closing leaves nothing behind.
// On wide windows it is docked: the map stays in use beside it. On others it is a modal dialog.
import { isPlainClick } from "./clicks.js";
import { onSwap } from "./htmx-events.js";
import { alreadyTold, announce, place } from "./messages.js";

let opener = null;
let asked = null;
let isClosing = false;
let titleOfPage = document.title;
let wasInside = false;
const docks = window.matchMedia("(min-width: 75rem)");

const panel = () => document.getElementById("panel");
const body = () => document.getElementById("panel-body");
const isWide = () => window.matchMedia("(min-width: 60rem)").matches;
const leadsToPanel = (link) => link?.getAttribute("hx-target") === "#panel-body";
const openHref = () => panel()?.querySelector("[data-href]")?.dataset.href;

export const isOpen = () => Boolean(panel()?.open);

function node(href) {
  return [...document.querySelectorAll(".map a[data-node-id]")].find(
    (link) => link.getAttribute("href") === href,
  );
}

// The topic's fragment is in the panel: shows it, under its own address.
function showPanel() {
  const dialog = panel();
  const content = dialog?.querySelector("[data-title]");
  if (!content) return;
  const { href, title } = content.dataset;
  if (!history.state?.panel) {
    // Closing leaves the map where the reader is by then; the new entry has the same rule, so that the page which a reload of
    // its address brings begins at its top.
    history.scrollRestoration = "manual";
    history.pushState({ panel: href }, "", href);
  } else if (history.state.panel !== href) history.replaceState({ panel: href }, "", href);
  document.title = title;
  if (!dialog.open) open(dialog);
  place();
  dialog.scrollTop = 0;
  markOpen();
  node(href)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const heading = dialog.querySelector(".panel__title");
  // Beside a docked panel the reader goes on with the map, unless they were reading in the panel.
  if (!docks.matches || wasInside) {
    heading?.focus();
    return;
  }
  // On the map the focus goes along, so that no other topic looks open.
  if (document.activeElement?.matches(".map .node__link")) node(href)?.focus({ preventScroll: true });
  announce(dialog.dataset.opened.replace("{topic}", heading?.textContent ?? ""));
}

function open(dialog) {
  document.documentElement.toggleAttribute("data-docked", docks.matches);
  if (!docks.matches) {
    dialog.showModal();
    return;
  }
  const { activeElement } = document;
  dialog.show();
  // A dialog takes the focus when it opens.
  activeElement?.focus({ preventScroll: true });
}

// The topic that is open stands out on the map. Swapped nodes have to be marked anew.
function markOpen() {
  for (const link of document.querySelectorAll("[data-open]")) delete link.dataset.open;
  const shown = isOpen() && node(openHref());
  if (shown) shown.dataset.open = "";
}

// Before the panel's content is replaced: whether the reader is in it.
function rememberFocus() {
  wasInside = Boolean(panel()?.contains(document.activeElement));
}

// Only what was asked for last is shown, and nothing after closing.
function noteAsked({ detail }) {
  if (detail.target === body()) asked = detail.xhr;
}

// What a mark changed elsewhere is shown.
function refuseLate({ detail }) {
  if (detail.target !== body() || detail.xhr === asked) return;
  Object.assign(detail, { target: document.body, swapOverride: "none" });
}

function hide() {
  asked = null;
  const dialog = panel();
  if (!dialog?.open) return;
  const href = openHref();
  dialog.close();
  document.documentElement.removeAttribute("data-docked");
  markOpen();
  place();
  document.title = titleOfPage;
  const reached = node(href) ?? opener;
  reached?.focus();
  // Back to an address with a fragment, a browser then gives the focus to what the fragment names.
  if (location.hash) setTimeout(() => reached?.focus({ preventScroll: true }));
}

// Back to the entry of the page below; hiding follows from it.
function close() {
  if (!history.state?.panel) hide();
  // A second click would lead back once more.
  else if (!isClosing) {
    isClosing = true;
    history.back();
  }
}

function followHistory(state) {
  isClosing = false;
  const wanted = state?.panel;
  const dialog = panel();
  if (!dialog) return;
  if (!wanted) {
    hide();
    history.scrollRestoration = "auto";
  } else if (!dialog.open || openHref() !== wanted) {
    window.htmx?.ajax("GET", wanted, { target: "#panel-body", swap: "innerHTML" }).catch(alreadyTold);
  }
}

// The window changed its width while a topic is open.
function redock() {
  const dialog = panel();
  if (!dialog?.open) return;
  dialog.close();
  open(dialog);
  place();
}

function followLink(event) {
  const link = event.target.closest?.("a[href]");
  if (!leadsToPanel(link)) return;
  if (!isPlainClick(event) || !panel() || !isWide()) {
    event.stopPropagation();
    return;
  }
  if (!isOpen()) {
    opener = link;
    titleOfPage = document.title;
  } else if (link.getAttribute("href") === openHref()) {
    // It is shown already: a second Enter leads into the panel.
    event.preventDefault();
    event.stopPropagation();
    panel().querySelector(".panel__title")?.focus();
  }
}

export function startPanel() {
  if (panel() && history.state?.panel) history.replaceState(null, "", location.href);
  onSwap("asked", noteAsked);
  onSwap("before", refuseLate);
  onSwap("before", rememberFocus);
  onSwap("swapped panel-body", showPanel);
  onSwap("settled", markOpen);
  // Where there is no panel, and for a new tab or window, the link is an ordinary link: HTMX does not get to see the click.
  document.addEventListener("click", followLink, { capture: true });
  document.addEventListener("click", (event) => {
    const isBackdrop = event.target === panel() && !docks.matches;
    if (isBackdrop || event.target.closest("[data-panel-close]")) close();
  });
  // Escape: cancel does not bubble, so it is caught on its way down. A docked panel is not modal and gets the key itself.
  document.addEventListener(
    "cancel",
    (event) => {
      if (event.target !== panel()) return;
      event.preventDefault();
      close();
    },
    { capture: true },
  );
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isOpen() || !docks.matches) return;
    if (document.querySelector("dialog:modal, [popover]:popover-open") || event.target.matches("input"))
      return;
    close();
  });
  docks.addEventListener("change", redock);
  window.addEventListener("popstate", (event) => followHistory(event.state));
  window.addEventListener("pageshow", () => {
    isClosing = false;
  });
}
