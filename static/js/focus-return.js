// Where the focus was before a piece of the page was replaced, by names that outlive the piece.
let place = null;

// A message and a dialog go away with their buttons; from there the way back is to what brought them.
export function noteFocus(active = document.activeElement) {
  if (active?.closest("#toasts, #many")) return;
  place = active && selectorOf(active);
}

function selectorOf(active) {
  const id = active.id || active.closest("li[id][tabindex]")?.id;
  const { nodeId } = active.dataset;
  const href = active.getAttribute("href");
  const action = active.getAttribute("formaction");
  if (id) return `#${CSS.escape(id)}`;
  if (nodeId) return `a[data-node-id="${CSS.escape(nodeId)}"]`;
  if (action) return `[formaction="${CSS.escape(action)}"]`;
  return href ? `a[href="${CSS.escape(href)}"]` : null;
}

export function returnFocus() {
  const { activeElement: active, body } = document;
  // What has just been hidden keeps the focus until the page is drawn again.
  if (!place || (active !== body && active.checkVisibility())) return;
  const found = [...document.querySelectorAll(place)];
  found.find((element) => element.checkVisibility())?.focus({ preventScroll: true });
}
