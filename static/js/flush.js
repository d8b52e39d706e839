// On every page but the session: what an earlier visit could not send goes out now, the next sessions are
// kept on the phone, and whoever signs out leaves nothing behind.
import { countOthers, takeOverUnmarked } from "./others.js";
import { flush } from "./send.js";
import { forget, owner, waiting } from "./store.js";

const OWNER = "owner";
const { keep } = document.body.dataset;

// Another person on the same phone: nothing of the former one is shown again.
if (owner && localStorage.getItem(OWNER) !== owner) {
  if (localStorage.getItem(OWNER)) globalThis.caches?.delete("pages");
  localStorage.setItem(OWNER, owner);
}

// A shared phone keeps nothing of who leaves; what is only here is asked about first.
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.isAsked) return;
    event.preventDefault();
    await flush();
    const count = (await waiting()).length + (await waiting("reports")).length;
    if (count && !confirm(form.dataset.signOut)) return;
    if (await countOthers())
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "others" }));
    await forget();
    localStorage.clear();
    form.dataset.isAsked = "yes";
    form.submit();
  });
}

// Settings, the schedule and whatever else only the clinic can do: what was chosen stays on the page.
document.addEventListener("submit", (event) => {
  if (navigator.onLine || event.defaultPrevented) return;
  event.preventDefault();
  const note = document.getElementById("away");
  note.hidden = false;
  note.scrollIntoView({ block: "center" });
});

const worker = await navigator.serviceWorker
  ?.register("/service-worker.js")
  .then(() => navigator.serviceWorker.ready)
  .catch(() => null);
const ahead = () =>
  keep !== undefined && navigator.onLine && worker?.active?.postMessage({ keep: keep.split(" ").filter(Boolean) });

const say = () => document.getElementById("ready") && import("./ready.js").then((ready) => ready.paint(keep));
const everything = () =>
  takeOverUnmarked()
    .catch(() => null)
    .then(flush)
    .then(ahead)
    .then(say);
everything();
addEventListener("online", everything);
document.addEventListener("visibilitychange", () => document.hidden || everything());
