// Keys: d, l, s and r set the status of the topic that is open or has the focus; ? lists them.
const STATUS = { d: "done", l: "learning", s: "skipped", r: "pending" };

function target() {
  const open = document.querySelector("#panel[open] [data-href], [data-topic]");
  // A letter typed nowhere in particular changes nothing: the topic has to be where the reader is.
  if (open?.closest("#panel") || open?.contains(document.activeElement)) return { href: open.dataset.href, source: open };
  const link = document.activeElement?.closest?.("[data-node-id][data-status]");
  return link ? { href: link.getAttribute("href"), source: link } : null;
}

function token() {
  return document.querySelector("input[name=csrf_token]")?.value;
}

export function startKeys() {
  const dialog = document.getElementById("keys");
  const button = document.querySelector("[data-keys]");
  if (button && dialog) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "?" && dialog && !dialog.open) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const status = !event.shiftKey && STATUS[event.key];
    const topic = status && !document.querySelector("#keys[open]") && target();
    if (!topic) return;
    event.preventDefault();
    const values = { status, ...(token() ? { csrf_token: token() } : {}) };
    window.htmx?.ajax("POST", `${topic.href}/status`, { source: topic.source, swap: "none", values });
  });
}
