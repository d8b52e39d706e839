// The clinic's own video or photo: fetched at the tap that asks for it, kept on this phone where that is wished.
const card = document.querySelector("[data-clip]");
const video = card.querySelector("video");
const keep = card.querySelector("[data-keep]");
const says = card.querySelector("[role=status]");
/** Where the worker looks for it; signing out empties it. */
const kept = () => caches.open("pages");

card.addEventListener("toggle", () => {
  if (!video) return;
  if (!card.open) return video.pause();
  if (video.dataset.poster) video.poster = video.dataset.poster;
  video.play().catch(() => undefined); // where a browser does not let it begin, its button does
});

/** One that was replaced at the clinic is not kept beside the new one. */
async function dropFormer(cache) {
  const { pathname } = new URL(card.dataset.clip, location);
  for (const request of await cache.keys()) {
    const url = new URL(request.url);
    const isFormer = url.pathname === pathname && url.pathname + url.search !== card.dataset.clip;
    if (isFormer) await cache.delete(request);
  }
}

async function change() {
  says.textContent = "";
  const cache = await kept();
  if (!keep.checked) return cache.delete(card.dataset.clip, { ignoreVary: true });
  keep.disabled = true;
  const done = await cache.add(card.dataset.clip).then(
    () => true,
    () => false,
  );
  keep.disabled = false;
  keep.checked = done;
  says.textContent = done ? says.dataset.kept : says.dataset.failed;
}

async function paint() {
  const cache = await kept();
  await dropFormer(cache);
  keep.checked = Boolean(await cache.match(card.dataset.clip, { ignoreVary: true }));
}

// Kept by the worker: without one, as in a private window, nothing can be.
if ("caches" in window && navigator.serviceWorker) {
  keep.addEventListener("change", change);
  paint();
} else keep.closest("label").hidden = true;

if (location.hash === "#clip") card.open = true;
