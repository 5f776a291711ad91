// What a page offers only where scripts run is hidden in its HTML. Each behavior registers here how it reveals its own part,
// which is done at once, and again when parts of the page have been replaced.
const reveals = [];
const leaves = [];

export function onReveal(reveal) {
  reveals.push(reveal);
  reveal();
}

// What a behavior does before parts of the page are replaced.
export function onLeave(leave) {
  leaves.push(leave);
}

export function leaveAll() {
  for (const leave of leaves) leave();
}

export function revealAll() {
  for (const reveal of reveals) reveal();
}
