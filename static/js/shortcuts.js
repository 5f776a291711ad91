// Whether a key may be a shortcut: no modifier but Shift is held, nothing is being typed, and nobody has used the key.
export function isShortcut(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing)
    return false;
  return !event.target.closest?.("input, textarea, select, [contenteditable]");
}
