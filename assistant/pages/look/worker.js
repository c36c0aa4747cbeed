// Opens what it can while the program that answers is not to be reached. It keeps the pages that are the same for
// everybody and their look, and nothing that anybody asked or was told: that is in the browser's storage.
"use strict";

const STORE = "inspection-assistant";
const ROOT = self.location.pathname.replace(/\/worker\.js$/, ""); // behind a proxy that may be a path
const NAMES = `${ROOT}/kept.json`; // which pages there are, and a version that changes with any of them
const OFFLINE = `${ROOT}/offline`;

// Past the browser's own cache, which may hold an older page of ours.
const fresh = (path) => new Request(path, { cache: "reload" });

async function names(answer) {
  return answer?.ok ? answer.clone().json() : { version: "", addresses: [] };
}

// Everything anew, where anything has changed since; the list itself last, so that half of it counts as nothing.
async function keep() {
  const [store, answer] = [await caches.open(STORE), await fetch(fresh(NAMES))];
  const [now, before] = [await names(answer), await names(await store.match(NAMES))];
  if (now.version === before.version) return;
  await store.addAll(now.addresses.map(fresh));
  const gone = before.addresses.filter((address) => !now.addresses.includes(address));
  await Promise.all(gone.map((address) => store.delete(address)));
  await store.put(NAMES, answer);
}

// Going back would else bring the page from the browser's own cache, and leave it waiting for the program.
const reached = (request) => fetch(request, { cache: "no-cache" });

async function kept(request) {
  const store = await caches.open(STORE);
  const copy = await store.match(new URL(request.url).pathname);
  if (copy) return marked(copy);
  return (await store.match(OFFLINE)) ?? Response.error();
}

// A copy says that it is one, and of when.
async function marked(copy) {
  if (copy.url.endsWith(OFFLINE)) return copy;
  const style = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
  const when = new Intl.DateTimeFormat("en-GB", style).format(new Date(copy.headers.get("date")));
  const words = `<p class="lost" role="status">No connection. This is a copy of ${when}.</p>`;
  const page = (await copy.text()).replace(/<main[^>]*>/, (main) => main + words);
  return new Response(page, { headers: copy.headers });
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    const answer = reached(request);
    event.respondWith(answer.catch(() => kept(request)));
    event.waitUntil(answer.then(keep).catch(() => {})); // without the program what is kept stays as it is
  } else if (new URL(request.url).pathname.startsWith(`${ROOT}/look/`)) {
    event.respondWith(reached(request).catch(() => caches.match(new URL(request.url).pathname)));
  }
});
