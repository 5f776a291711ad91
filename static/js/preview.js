// Follows what an author saves: asks twice a second whether there is something newer, and shows it where the author was.
const root = document.querySelector("[data-preview]");
let busy = false;

function loaded(sheet) {
  return new Promise((done) => {
    sheet.addEventListener("load", done, { once: true });
    sheet.addEventListener("error", done, { once: true });
  });
}

async function follow() {
  if (busy || document.hidden) return;
  busy = true;
  try {
    const address = new URL(location.href);
    address.searchParams.set("have", root.firstElementChild.dataset.version);
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (answer.status === 200) await show(await answer.text());
  } catch {
    // The server starts anew after a change of its code; the next question finds it.
  } finally {
    busy = false;
  }
}

async function show(html) {
  const next = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  const sheet = next.querySelector("[data-map-sheet]");
  if (sheet) {
    // The places have to be known before the map is shown, or the page would jump.
    const early = document.createElement("link");
    early.rel = "stylesheet";
    early.href = sheet.getAttribute("href");
    sheet.remove();
    const ready = loaded(early);
    document.head.append(early);
    await ready;
  }
  const [x, y] = [scrollX, scrollY];
  const side = root.querySelector(".preview__side")?.scrollTop ?? 0;
  root.replaceChildren(document.adoptNode(next));
  root.querySelector(".preview__side").scrollTop = side;
  scrollTo({ left: x, top: y, behavior: "instant" });
}

// On the window, so that it comes before what every page does with these links.
window.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.(".node__link");
    if (!link || !root.contains(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    location.href = `${root.dataset.preview}?topic=${encodeURIComponent(link.dataset.nodeId)}`;
  },
  { capture: true },
);

setInterval(follow, 400);
