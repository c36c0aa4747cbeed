// Opens what it can while the program that answers is not to be reached. It keeps our own pages and
// their look, and nothing that anybody asked or was told: those are in the browser's storage.
"use strict";

const STORE = "inspection-assistant";
const OFFLINE = "/offline";
const PAGES = [OFFLINE, "/notes", "/card", "/documents", "/about"];
const SCRIPTS = ["store.js", "conversation.js", "notes.js", "copy.js", "wrong.js", "page.js", "offline.js"];
const LOOK = [...SCRIPTS, "page.css", "icon-192.png"].map((name) => `/look/${name}`);

// Past the browser's own cache, which may hold an older page of ours.
const fresh = (path) => new Request(path, { cache: "reload" });

async function keep() {
  const store = await caches.open(STORE);
  await store.addAll([...PAGES, ...LOOK].map(fresh));
}

async function refreshed(request, path) {
  // Going back would else bring the page from the browser's own cache, and leave it waiting for the program.
  const response = await fetch(request, { cache: "no-cache" });
  if (response.ok && PAGES.concat(LOOK).includes(path)) await (await caches.open(STORE)).put(path, response.clone());
  return response;
}

const kept = async (path) => (await caches.match(path)) ?? (await caches.match(OFFLINE)) ?? Response.error();

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(refreshed(request, path).catch(() => kept(path)));
  else if (LOOK.includes(path)) event.respondWith(refreshed(request, path).catch(() => caches.match(path)));
});
