// What a page offers only where scripts run is hidden in its HTML. Each behavior registers here how it reveals its own part,
// which is done at once, and again when parts of the page have been replaced.
const reveals = [];

export function onReveal(reveal) {
  reveals.push(reveal);
  reveal();
}

export function revealAll() {
  for (const reveal of reveals) reveal();
}
