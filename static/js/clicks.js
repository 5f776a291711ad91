// Whether a click follows its link here, rather than in a new tab or window.
export function isPlainClick(event) {
  return !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0);
}
