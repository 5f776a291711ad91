// The panel: a dialog at the side that shows a topic, with the address changed to the topic's.
let opener = null;
let background = "";
let title = "";

const panel = () => document.getElementById("panel");

export const isWide = () => window.matchMedia("(min-width: 60rem)").matches;

export function remember(link) {
  const dialog = panel();
  if (!dialog || dialog.open) return;
  opener = link;
  background = location.pathname + location.search;
  title = document.title;
}

export function opened() {
  const dialog = panel();
  const content = dialog?.querySelector("[data-title]");
  if (!content) return;
  document.title = content.dataset.title;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector(".panel__title")?.focus();
}

function close(goBack) {
  const dialog = panel();
  if (!dialog?.open) return;
  dialog.close();
  document.title = title;
  if (goBack && background) history.replaceState(null, "", background);
  const node = opener?.id ? document.getElementById(opener.id) : document.querySelector(`[data-node-id="${CSS.escape(opener?.dataset.nodeId ?? "")}"]`);
  node?.focus();
}

export function startPanel() {
  const dialog = panel();
  if (!dialog) return;
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(true); });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-panel-close]")) close(true);
  });
  window.addEventListener("popstate", () => {
    if (location.pathname + location.search === background) close(false);
    else if (location.pathname.includes("@")) location.reload();
  });
}
