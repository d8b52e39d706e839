// The service worker: pages come from the network while there is one, from the phone where there is none.
// VERSION and SHELL stand above, written by the server.
const SHELL_CACHE = `shell-${VERSION}`;
const PAGES = "pages";
/** Milliseconds until a slow network is not waited for, where the phone has the page. */
const PATIENCE = 4000;
/** The list that was fetched ahead last, and for how many milliseconds that will do. */
const LIST = "/kept";
const FRESH = 600_000;
const OFFLINE = SHELL.at(-1);
/** Pages of the athlete's own that the phone may keep. */
const KEPT = [
  /^\/(?:(?:program|history|progress|schedule|runs|check-in|trained-elsewhere)\/)?$/,
  /^\/session\/[0-9a-f-]{36}\/(?:pain\/|finish\/)?$/,
  /^\/exercises\/[\w-]+\/$/,
];
/** The clinic's own video or picture of an exercise, which the phone keeps where the athlete asked for it. */
const CLIP = /^\/exercises\/[\w-]+\/(?:video|picture)\/$/;
/** Where somebody becomes signed in, by a link's button or the code, or chooses another language. */
const OTHERS = /^\/(?:in\/|sign-in\/code\/|language\/)/;

const pathOf = (url) => new URL(url, location).pathname;

/** Only somebody's own pages carry "private": without a sign-in the same address is a page for everybody. */
function isOwn(path, answer) {
  const isPlain = answer.ok && !answer.redirected && answer.type === "basic";
  if (!isPlain || !KEPT.some((kept) => kept.test(path))) return false;
  return /private/.test(answer.headers.get("Cache-Control"));
}

addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const cache = await caches.open(SHELL_CACHE);
  await cache.addAll(SHELL);
  await skipWaiting();
}

addEventListener("activate", (event) => event.waitUntil(clean()));

// A new deploy: the old shell goes, the pages and everything that waits to be sent stay.
async function clean() {
  for (const name of await caches.keys()) {
    if (name !== SHELL_CACHE && name !== PAGES) await caches.delete(name);
  }
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // Whoever signs in is shown nothing of the one before, not even while the network is slow; no two languages mix.
  if (request.method === "POST" && OTHERS.test(url.pathname)) event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url.pathname));
  else if (CLIP.test(url.pathname)) event.respondWith(clip(request));
  else if (/^\/(?:static|figures)\//.test(url.pathname)) event.respondWith(file(request));
});

// The network first; the kept page when it does not answer in time, or at all.
async function page(request, path) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const asked = fetch(request).then((answer) => {
    keep(path, answer.clone());
    return answer;
  });
  const kept = await caches.match(path, { cacheName: PAGES, ignoreVary: true });
  const first = await (kept ? Promise.race([asked, late]) : asked).catch(() => null);
  return first ?? kept ?? (await caches.match(OFFLINE)) ?? Response.error();
}

async function keep(path, answer) {
  if (isOwn(path, answer)) await put(await caches.open(PAGES), path, answer);
}

/** What a page shows only while there is a connection is not kept: messages (decision 12). */
const ONLINE = /<!--online-->[\s\S]*?<!--\/online-->/g;

async function put(pages, path, answer) {
  const text = (await answer.text()).replace(ONLINE, "");
  await pages.put(path, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
}

async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && request.url.includes("/figures/")) await (await caches.open(PAGES)).put(request, answer.clone());
  return answer;
}

// A player asks for a video piece by piece, of what is kept too: Safari plays nothing without (206).
async function clip(request) {
  const kept = await caches.match(request.url, { cacheName: PAGES, ignoreVary: true });
  if (!kept) return fetch(request);
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "");
  if (!asked) return kept;
  const whole = await kept.blob();
  const first = Number(asked[1]);
  const last = Math.min(Number(asked[2] || whole.size - 1), whole.size - 1);
  if (first > last) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${whole.size}` } });
  return new Response(whole.slice(first, last + 1, whole.type), {
    status: 206,
    headers: { "Content-Range": `bytes ${first}-${last}/${whole.size}`, "Accept-Ranges": "bytes" },
  });
}

// The next sessions and their exercises, with their figures, whether they were looked at or not.
async function fetchAhead(paths) {
  const pages = await caches.open(PAGES);
  const list = paths.join(" ");
  const last = await (await pages.match(LIST))?.json();
  if (last?.list === list && Date.now() - last.at < FRESH) return;
  await pages.put(LIST, Response.json({ list, at: Date.now() }));
  await dropFormerSessions(pages, paths);
  const wanted = new Set(paths);
  for (const path of wanted) {
    if (path.startsWith("/exercises/") && (await pages.match(path))) continue;
    const text = await fetchPage(pages, path);
    for (const [, figure] of text.matchAll(/src(?:set)?="((?:\/static)?\/figures\/[^"]+)"/g)) {
      if (!(await pages.match(figure))) await pages.add(figure).catch(() => null);
    }
    if (!path.startsWith("/session/")) continue;
    for (const [, exercise] of text.matchAll(/href="(\/exercises\/[\w-]+\/)"/g)) wanted.add(exercise);
  }
}

async function dropFormerSessions(pages, paths) {
  for (const known of await pages.keys()) {
    const path = pathOf(known.url);
    const isWanted = paths.some((wanted) => path.startsWith(wanted));
    if (path.startsWith("/session/") && !isWanted) await pages.delete(known);
  }
}

/** Keeps a page of the athlete's own, and gives what it keeps; nothing where it is not to be had. */
async function fetchPage(pages, path) {
  const answer = await fetch(path, { credentials: "same-origin" }).catch(() => null);
  if (!answer || !isOwn(path, answer)) return "";
  const text = (await answer.clone().text()).replace(ONLINE, "");
  await put(pages, path, answer);
  return text;
}

addEventListener("message", (event) => {
  const { keep: paths, forget } = event.data || {};
  if (paths) event.waitUntil(fetchAhead(paths).then(() => event.source?.postMessage({ kept: paths })));
  if (forget) event.waitUntil(caches.delete(PAGES));
});

// -- notes on the screen: the clinic's, and the end of a rest, which the session page shows -------

addEventListener("push", (event) => event.waitUntil(showNote(event.data.json())));

async function showNote({ text, path, tag }) {
  await registration.showNotification(text, { tag, data: { path } });
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data.path));
});

async function openPage(path) {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = windows.find((client) => pathOf(client.url) === path);
  await (open ? open.focus() : clients.openWindow(path));
}
