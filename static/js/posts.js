// What HTMX posts goes in order: of one address one after the other, and all that comes of somebody unknown, in all tabs,
// because the first answer brings the guest's cookie. HTMX drops a press that waits on a button when an answer replaces that;
// here it is sent all the same, and what has no answer when the page is left is sent again.
import { repairNextPage } from "./freshness.js";
import { alreadyTold } from "./messages.js";

const LONGEST = 15000;
// What may be said twice.
const MARKS = /\/(status|resource|favorite|known)$/;
let pending = [];
let isInTurn = false;
const viewer = () =>
  [...document.querySelectorAll("input[name=viewer]")].find((field) => field.value)?.value ?? "";

export function startPosts() {
  document.body.addEventListener("htmx:confirm", take);
  window.addEventListener("pagehide", leave);
}

function take(event) {
  if (event.detail.verb !== "post" || isInTurn) return;
  event.preventDefault();
  const post = read(event.detail);
  const isKnown = viewer() !== "";
  const ahead = pending.filter(({ path }) => !isKnown || path === post.path);
  // A double click says the same twice.
  if (ahead.length && says(ahead.at(-1)) === says(post)) return;
  pending.push(post);
  if (isKnown && !ahead.length) post.answered = send(post);
  else post.answered = Promise.all(ahead.map(({ answered }) => answered)).then(() => sendAlone(post));
  post.answered.then(() => {
    pending = pending.filter((other) => other !== post);
  });
}

// Returns what a press says, and how HTMX would send it.
function read(detail) {
  const { elt, path, etc } = detail;
  const fields = window.htmx.values(elt, "post");
  const values = Object.fromEntries(Object.keys(fields).map((name) => [name, fields[name]]));
  Object.assign(values, JSON.parse(elt.getAttribute("hx-vals") ?? "{}"), etc.values);
  return {
    ...detail,
    path: path === "#" ? (elt.getAttribute("href") ?? elt.getAttribute("formaction")) : path,
    values,
    swap: etc.swapOverride ?? elt.closest("[hx-swap]")?.getAttribute("hx-swap") ?? "innerHTML",
  };
}

const says = ({ path, values }) => `${path} ${JSON.stringify({ ...values, viewer: "" })}`;

function sendAlone(post) {
  return viewer() || !navigator.locks ? send(post) : navigator.locks.request("first-mark", () => send(post));
}

// Sends a post and resolves when it has its answer, however it ends.
function send(post) {
  if (post.isLeft) return Promise.resolve();
  return new Promise((resolve) => {
    const { body } = document;
    const end = ({ detail }) => {
      const { verb, path } = detail.requestConfig;
      if (verb === "post" && path === post.path) done();
    };
    const done = () => {
      body.removeEventListener("htmx:afterRequest", end);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, LONGEST);
    body.addEventListener("htmx:afterRequest", end);
    post.isSent = true;
    issue(post);
  });
}

function issue({ path, values, swap, elt, target, etc, issueRequest }) {
  // Who it is for may be known only since the answer before.
  if (values.viewer === "") values.viewer = viewer();
  isInTurn = true;
  if (elt.isConnected && elt.hasAttribute("hx-post")) {
    // What has been pressed since comes later.
    if (elt.matches("form:not([data-note-form])")) etc.values = values;
    issueRequest(true);
  } else {
    const source = Object.assign(document.createElement("i"), { hidden: true });
    const shown = target.isConnected && target !== elt ? { target, swap } : { target: source, swap: "none" };
    document.body.append(source);
    window.htmx
      .ajax("POST", path, { source, values, ...shown })
      .catch(alreadyTold)
      .finally(() => source.remove());
  }
  isInTurn = false;
}

// What is on its way arrives, but a first mark has to bring its cookie.
function leave() {
  const isKnown = viewer() !== "";
  const last = new Map();
  for (const post of pending) {
    const { path, values } = post;
    post.isLeft = true;
    if (MARKS.test(path) && !(post.isSent && isKnown))
      last.set(path + (values.read ?? values.unread ?? values.offered), post);
  }
  for (const { path, values } of last.values()) {
    const headers = { "HX-Request": "true" };
    fetch(path, { method: "POST", body: new URLSearchParams(values), headers, keepalive: true }).catch(
      alreadyTold,
    );
  }
  if (last.size) repairNextPage(isKnown ? 0 : 1500);
}
