// The service worker, served as /sw.js after a line with SHELL: what every page needs. It keeps the pages that were opened, and
// marks, notes and ticks that could not be sent, so that all are there while the connection is away.
const SHELL_CACHE = `shell-${SHELL.version}`;
const PAGES = "pages";
const MOST_PAGES = 300;
const PATIENCE = 5000; // milliseconds for the network, where there is a copy
const OF = "Milepost-Offline"; // of a page that may be kept: whose it is, or "everybody"
const WAITS = /\/(status|marks|note|resource|favorite)$/;
let isSigningOut = false;
let savedAt = 0;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL_CACHE)
      // Asked without cookies, so that nothing of a learner's is among it.
      .then((cache) =>
        cache.addAll(SHELL.addresses.map((address) => new Request(address, { credentials: "omit" }))),
      )
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    dropOldShells()
      .then(() => self.clients.claim())
      .then(sendWaiting),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === "/logout") isSigningOut = true;
  else if (request.method === "POST" && WAITS.test(pathname)) event.respondWith(sendOrWait(request));
  else if (request.method !== "GET") return;
  else if (pathname.startsWith("/static/") || pathname.endsWith(".css")) event.respondWith(asset(request));
  else if (isPage(request)) event.respondWith(page(event));
});

self.addEventListener("sync", (event) => event.waitUntil(sendWaiting()));

self.addEventListener("message", (event) => {
  const { keep, send, tell, drop, discard } = event.data;
  if (keep) event.waitUntil(Promise.all(keep.map(keepAddress)));
  if (send) event.waitUntil(sendWaiting());
  if (tell) event.waitUntil(tellWaiting());
  if (discard) event.waitUntil(removeWaiting(discard).then(() => tellWaiting()));
  if (drop) event.waitUntil(forgetWaiting().then(tellWaiting));
});

async function dropOldShells() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("shell-") && name !== SHELL_CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

const isPage = (request) =>
  request.mode === "navigate" ||
  request.headers.get("HX-Request") === "true" ||
  (request.headers.get("Accept") ?? "").includes("text/html");

async function asset(request) {
  const found = await caches.match(request, { ignoreVary: true });
  // What has its hash or version in its address never changes.
  if (found && isImmutable(found)) return found;
  try {
    const answer = await fetch(request);
    if (answer.ok && !found && isImmutable(answer)) await keep(request, answer.clone());
    return answer;
  } catch (error) {
    if (found) return found;
    throw error;
  }
}

const isImmutable = (answer) => (answer.headers.get("Cache-Control") ?? "").includes("immutable");

async function page(event) {
  const { request } = event;
  const copy = await caches.match(request);
  const fresh = fetch(request).then((answer) => {
    event.waitUntil(keepPage(request, answer.clone()));
    return answer;
  });
  try {
    return await (copy ? Promise.race([fresh, after(PATIENCE)]) : fresh);
  } catch (error) {
    fresh.catch(() => {});
    if (copy) return dated(copy);
    if (request.mode === "navigate") return caches.match("/offline", { ignoreVary: true });
    throw error;
  }
}

const after = (milliseconds) =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error("slow")), milliseconds);
  });

// A copy says when it was made, so that the page can.
async function dated(copy) {
  const html = await copy.text();
  const kept = `<meta name="kept-at" content="${copy.headers.get("Date") ?? ""}">`;
  return new Response(html.replace("</head>", `${kept}</head>`), {
    status: copy.status,
    headers: copy.headers,
  });
}

async function keepPage(request, answer) {
  const owner = answer.headers.get(OF);
  if (!owner || !answer.ok || answer.redirected) return;
  await forgetOthers(owner);
  if (isSigningOut) await endSignOut(owner);
  await keep(request, answer);
}

// A guest is asked first, and keeps everything until then; what comes next tells who is here.
async function endSignOut(owner) {
  isSigningOut = false;
  if (owner === "everybody") await forgetWaiting();
}

async function keep(request, answer) {
  const cache = await caches.open(PAGES);
  await cache.put(request, answer);
  const all = await cache.keys();
  for (const oldest of all.slice(0, Math.max(0, all.length - MOST_PAGES))) await cache.delete(oldest);
}

async function keepAddress(address) {
  const request = new Request(address, { headers: { Accept: "text/html" } });
  if (new URL(request.url).pathname.endsWith(".css")) return asset(request);
  const answer = await fetch(request).catch(() => null);
  return answer && keepPage(request, answer);
}

// What was kept for somebody else than the one who is here now is deleted.
async function forgetOthers(owner) {
  const cache = await caches.open(PAGES);
  for (const request of await cache.keys()) {
    const kept = await cache.match(request, { ignoreVary: true });
    const theirs = kept?.headers.get(OF) ?? "everybody";
    if (theirs !== "everybody" && theirs !== owner) await cache.delete(request, { ignoreVary: true });
  }
}

async function sendOrWait(request) {
  const form = await request.clone().text();
  const madeAt = Date.now();
  try {
    const answer = await fetch(request);
    if (isSaved(answer)) await forgetOlder({ url: request.url, form });
    // The page that sent this is gone by now: nobody sees the answer, and the text is nowhere else. The next
    // page may have asked already what waits, so it is told what became of this.
    else if (isNote({ url: request.url, form }) && new URLSearchParams(form).has("waited")) {
      await addWaiting({ url: request.url, form, madeAt, key: crypto.randomUUID() });
      await sendWaiting();
    }
    return answer;
  } catch (error) {
    // A question needs its answer.
    if (new URLSearchParams(form).has("ask")) throw error;
    await addWaiting({ url: request.url, form, madeAt, key: crypto.randomUUID() });
    await self.registration.sync?.register("waiting").catch(() => {});
    await tellWaiting();
    if (request.mode === "navigate") return Response.redirect(backTo(request, form), 303);
    return new Response("", { status: 202, headers: { "HX-Reswap": "none" } });
  }
}

// A page that is left does not follow the redirect of what it sends last.
const isSaved = (answer) => answer.ok || answer.type === "opaqueredirect";

// An empty one has nothing to lose.
const isNote = ({ url, form }) =>
  new URL(url).pathname.endsWith("/note") && Boolean(new URLSearchParams(form).get("text")?.trim());

const backTo = (request, form) => {
  const next = new URLSearchParams(form).get("next");
  return /^\/(?![/\\])/.test(next ?? "") ? next : request.referrer || "/";
};

// One tab sends at a time, oldest first. The key of the act makes it harmless to send one twice.
async function sendWaiting() {
  const sent = await navigator.locks.request("waiting", async () => {
    const outcome = { saved: 0, refused: 0, keptNotes: 0, asksSignIn: false };
    for (const wish of (await allWaiting()).filter(({ isRefused }) => !isRefused)) {
      const result = await send(wish);
      if (result === "away") break;
      if (result === "asks") outcome.asksSignIn = true;
      else if (result === "refused" && isNote(wish)) {
        await markRefused(wish);
        outcome.keptNotes += 1;
      } else {
        await removeWaiting(wish.id);
        outcome[result] += 1;
        savedAt = Date.now();
      }
    }
    return outcome;
  });
  await tellWaiting(sent);
}

async function send({ url, form, madeAt, key }) {
  const body = new URLSearchParams(form);
  body.set("act_key", body.get("act_key") ?? key);
  body.set("waited", Math.max(0, Date.now() - madeAt));
  const headers = { "HX-Request": "true" };
  const answer = await fetch(url, { method: "POST", body, headers }).catch(() => null);
  if (!answer || answer.status === 429 || answer.status >= 500) return "away";
  if (answer.ok) return "saved";
  const viewer = body.get("viewer") ?? "";
  // The guest for whom it was made is gone or has an account now; the mark is this browser's all the same.
  if (answer.status === 409 && viewer.endsWith(".guest")) {
    body.delete("viewer");
    return send({ url, form: body.toString(), madeAt, key });
  }
  // Nobody, or somebody else, is signed in: it waits until its own learner is back.
  return answer.status === 401 || answer.status === 409 ? "asks" : "refused";
}

async function tellWaiting(sent) {
  const waiting = (await allWaiting()).map(({ id, url, form, isRefused = false }) => ({
    id,
    path: new URL(url).pathname,
    form,
    isRefused,
  }));
  for (const client of await self.clients.matchAll()) client.postMessage({ waiting, sent, savedAt });
}

// The store of what waits. Of several wishes for the same address the newest counts.
function store(mode, work) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("milepost", 1);
    opening.onupgradeneeded = () =>
      opening.result
        .createObjectStore("waiting", { keyPath: "id", autoIncrement: true })
        .createIndex("url", "url");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("waiting", mode);
      const asked = work(transaction.objectStore("waiting"));
      transaction.oncomplete = () => {
        database.close();
        resolve(asked?.result);
      };
      transaction.onerror = () => reject(transaction.error);
    };
  });
}

const allWaiting = () => store("readonly", (waiting) => waiting.getAll());
const removeWaiting = (id) => store("readwrite", (waiting) => waiting.delete(id));
const forgetWaiting = () => store("readwrite", (waiting) => waiting.clear());

// A newer one may have taken its place while it was sent.
function markRefused(wish) {
  return store("readwrite", (waiting) => {
    waiting.get(wish.id).onsuccess = ({ target }) => {
      if (target.result) waiting.put({ ...wish, isRefused: true });
    };
  });
}

// The older one goes last, so that there is always one of them.
async function addWaiting(wish) {
  const id = await store("readwrite", (waiting) => waiting.add(wish));
  await forgetOlder(wish, id);
}

// A note that another page has written is another text, and each resource has a tick of its own.
function partOf(form) {
  const fields = new URLSearchParams(form);
  return fields.get("writer") ?? fields.get("read") ?? fields.get("unread");
}

// Marks of many topics at once are different wishes at one address.
async function forgetOlder({ url, form }, newest = Infinity) {
  if (url.endsWith("/marks")) return;
  for (const { id, ...wish } of await allWaiting()) {
    const isSame = wish.url === url && partOf(wish.form) === partOf(form);
    if (isSame && id < newest) await removeWaiting(id);
  }
}
