// Applies what the reader chose in this browser before anything is painted: the colors, and the list instead of the map.
// Asking may be forbidden.
const kept = (find, key) => {
  try {
    return find().getItem(key);
  } catch {
    return null;
  }
};

const theme = kept(() => localStorage, "theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

// The map of a phone begins whole, unless the address names a place of it or the reader had made it larger.
const [zoom] = JSON.parse(kept(() => sessionStorage, `zoom ${location.pathname}`) ?? "[]");
if (zoom ? zoom > 1 : location.hash) document.documentElement.dataset.zoomed = "";

if (kept(() => localStorage, "view") === "list") {
  document.documentElement.dataset.view = "list";
  // The style sheets of the map follow this script in the head; where there is no map they are not used.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.matches?.("link[data-of-map]")) node.media = "not all";
    }
  }).observe(document.head, { childList: true });
}
