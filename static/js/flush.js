// On every page but the session: what an earlier visit could not send goes out now, the next sessions are
// kept on the phone, and whoever signs out leaves nothing behind.
import { countOthers, takeOverUnmarked } from "./others.js";
import { flush } from "./reports.js";
import { owner } from "./store.js";
import { countKept, forget } from "./waiting.js";

const OWNER = "owner";
const { keep } = document.body.dataset;

async function endReminders() {
  const registration = await navigator.serviceWorker?.ready;
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}

// Another person on the same phone: nothing of the former one is shown again.
if (owner && localStorage.getItem(OWNER) !== owner) {
  if (localStorage.getItem(OWNER)) {
    globalThis.caches?.delete("pages");
    endReminders();
  }
  localStorage.setItem(OWNER, owner);
}

const hiddenField = (name) => Object.assign(document.createElement("input"), { type: "hidden", name });

// A shared phone keeps nothing of who leaves; what is only here is asked about first.
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.isAsked) return;
    event.preventDefault();
    await flush();
    const count = await countKept();
    if (count && !confirm(form.dataset.signOut)) return;
    if (await countOthers()) form.append(hiddenField("others"));
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

// A second click while the first is on its way is the same click.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const { dataset } = event.target;
  if (dataset.isGoing) event.preventDefault();
  dataset.isGoing = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-is-going]")) delete form.dataset.isGoing;
});

async function readyWorker() {
  await navigator.serviceWorker?.register("/service-worker.js");
  return navigator.serviceWorker?.ready;
}

const worker = await readyWorker().catch(() => null);

async function everything() {
  await takeOverUnmarked().catch(() => null);
  await flush();
  fetchAhead();
  await sayWhatIsReady();
}

function fetchAhead() {
  if (keep === undefined || !navigator.onLine) return;
  worker?.active?.postMessage({ keep: keep.split(" ").filter(Boolean) });
}

async function sayWhatIsReady() {
  if (!document.getElementById("ready")) return;
  const ready = await import("./ready.js");
  await ready.paint(keep);
}

everything();
addEventListener("online", everything);
document.addEventListener("visibilitychange", () => document.hidden || everything());
