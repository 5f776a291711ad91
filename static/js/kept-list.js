// On the page for a missing connection: what is kept on this device, by title.
export async function startKeptList() {
  const list = document.querySelector("[data-kept-list]");
  if (!window.caches) return;
  const cache = await caches.open("pages");
  const seen = new Set();
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (seen.has(pathname) || request.headers.get("HX-Request")) continue;
    seen.add(pathname);
    const answer = await cache.match(request, { ignoreVary: true });
    const kept = new DOMParser().parseFromString(await answer.text(), "text/html");
    const name = kept.querySelector("h1")?.textContent.trim() || kept.title;
    const link = Object.assign(document.createElement("a"), { href: pathname, textContent: name });
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  list.parentElement.hidden = list.children.length === 0;
}
