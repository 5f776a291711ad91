// Where the focus was before a piece of the page was replaced, by names that outlive the piece.
let place = null;

// A message goes away with its buttons; from there the way back is to what brought the message.
export function noteFocus() {
  const active = document.activeElement;
  if (!active?.closest("#toasts")) place = active?.id || active?.dataset?.nodeId || null;
}

export function returnFocus() {
  if (!place || document.activeElement !== document.body) return;
  const back =
    document.getElementById(place) ?? document.querySelector(`a[data-node-id="${CSS.escape(place)}"]`);
  back?.focus({ preventScroll: true });
}
