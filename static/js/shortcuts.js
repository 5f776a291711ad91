// Letters and signs alone are shortcuts, unless the reader turns them off: who speaks to the computer types them by chance.
import { ofBrowser } from "./storage.js";

const NAME = "single keys";

export const areSingleKeysOn = () => ofBrowser.read(NAME) !== "off";

export function keepSingleKeys(areOn) {
  if (areOn) ofBrowser.drop(NAME);
  else ofBrowser.keep(NAME, "off");
}

export const isTurnedOff = (event) => event.key.length === 1 && !areSingleKeysOn();

// Whether a key may be a shortcut: no modifier but Shift is held, nothing is being typed, and nobody has used the key.
export function isShortcut(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing)
    return false;
  return !isTurnedOff(event) && !event.target.closest?.("input, textarea, select, [contenteditable]");
}
