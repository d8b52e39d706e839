// The service worker: pages come from the network while there is one, from the phone where there is none.
// VERSION and SHELL stand above, written by the server.
const SHELL_CACHE = `shell-${VERSION}`;
const PAGES = "pages";
const PATIENCE = 4000;
/** The list that was fetched ahead last, and for how long that will do. */
const LIST = "/kept";
const FRESH = 600_000;
const OFFLINE = SHELL.at(-1);
/** Pages of the athlete's own that the phone may keep. */
const KEPT =
  /^\/(?:$|program\/$|history\/$|progress\/$|schedule\/$|runs\/$|check-in\/$|session\/[0-9a-f-]{36}\/(?:pain\/|finish\/)?$|exercises\/[\w-]+\/$)/;

/** Where somebody becomes signed in: a link's button, and the code. */
const SIGN_IN = /^\/(?:in\/|sign-in\/code\/)/;

const plain = (url) => new URL(url, location).pathname;
/** Only somebody's own pages carry "private": without a sign-in the same address is a page for everybody. */
const isOwn = (path, answer) =>
  answer.ok &&
  !answer.redirected &&
  answer.type === "basic" &&
  KEPT.test(path) &&
  /private/.test(answer.headers.get("Cache-Control"));

addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL_CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => skipWaiting()),
  );
});

// A new deploy: the old shell goes, the pages and everything that waits to be sent stay.
addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) {
      if (name !== SHELL_CACHE && name !== PAGES) await caches.delete(name);
    }
    await clients.claim();
  };
  event.waitUntil(clean());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // Whoever signs in is shown nothing of the one before, not even while the network is slow.
  if (request.method === "POST" && SIGN_IN.test(url.pathname)) event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
});

// The network first; the kept page when it does not answer in time, or at all.
async function page(request, path) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const asked = fetch(request).then((answer) => (keep(path, answer.clone()), answer));
  const kept = await caches.match(path, { cacheName: PAGES, ignoreVary: true });
  const first = await (kept ? Promise.race([asked, late]) : asked).catch(() => null);
  return first ?? kept ?? (await caches.match(OFFLINE)) ?? Response.error();
}

async function keep(path, answer) {
  if (isOwn(path, answer)) await put(await caches.open(PAGES), path, answer);
}

/** What a page shows only while there is a connection is not kept: messages (decision 12). */
const ONLINE = /<!--online-->[^]*?<!--\/online-->/g;

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

// The next sessions and their exercises, with their figures, whether they were looked at or not.
async function fetchAhead(paths) {
  const pages = await caches.open(PAGES);
  const list = paths.join(" ");
  const last = await (await pages.match(LIST))?.json();
  if (last?.list === list && Date.now() - last.at < FRESH) return;
  await pages.put(LIST, Response.json({ list, at: Date.now() }));
  const wanted = new Set(paths);
  for (const known of await pages.keys()) {
    const path = plain(known.url);
    if (/^\/session\//.test(path) && !paths.some((each) => path.startsWith(each))) await pages.delete(known);
  }
  for (const path of wanted) {
    if (path.startsWith("/exercises/") && (await pages.match(path))) continue;
    const answer = await fetch(path, { credentials: "same-origin" }).catch(() => null);
    if (!answer || !isOwn(path, answer)) continue;
    const text = await answer.clone().text();
    await put(pages, path, answer);
    for (const [, figure] of text.matchAll(/src="(\/static\/figures\/[^"]+)"/g)) {
      if (!(await pages.match(figure))) await pages.add(figure).catch(() => null);
    }
    if (path.startsWith("/session/"))
      for (const [, more] of text.matchAll(/href="(\/exercises\/[\w-]+\/)"/g)) wanted.add(more);
  }
}

addEventListener("message", (event) => {
  if (event.data?.keep)
    event.waitUntil(fetchAhead(event.data.keep).then(() => event.source?.postMessage({ kept: event.data.keep })));
  if (event.data?.forget) event.waitUntil(caches.delete(PAGES));
});
