// Notes to this browser: it asks for permission after a tap and no sooner; its address goes to the clinic.
// A page that names a scope is not served by the worker of the athletes' pages: the same worker shows its notes there.
const card = document.getElementById("phone-reminders");
const on = card?.querySelector("[data-when=ready]");
const off = card?.querySelector("[data-off]");

const isIos = /iPhone|iPad/.test(navigator.userAgent);
const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone;

function whatIsPossible() {
  if ("PushManager" in globalThis && "Notification" in globalThis) {
    return Notification.permission === "denied" ? "blocked" : "ready";
  }
  return isIos && !isInstalled ? "home-screen" : "unable";
}

function show(state) {
  for (const part of card.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
}

async function workerOfThisPage() {
  const { scope } = card.dataset;
  if (scope) await navigator.serviceWorker.register("/service-worker.js", { scope });
  return navigator.serviceWorker.ready;
}

async function subscription() {
  const worker = await workerOfThisPage();
  return worker.pushManager.getSubscription();
}

/** A new address each time: one that somebody else had here before ends. */
async function subscribe() {
  await (await subscription())?.unsubscribe();
  const worker = await workerOfThisPage();
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: card.dataset.key });
  return made.toJSON();
}

on?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const permission = await Notification.requestPermission();
  if (permission !== "granted") {
    show(whatIsPossible());
    return;
  }
  const made = await subscribe().catch(() => null);
  if (!made) {
    show("failed");
    return;
  }
  on.elements.endpoint.value = made.endpoint;
  on.elements.p256dh.value = made.keys.p256dh;
  on.elements.auth.value = made.keys.auth;
  on.submit();
});

off?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await subscription()
    .then((former) => former?.unsubscribe())
    .catch(() => null);
  off.submit();
});

if (on) show(whatIsPossible());
