// What the phone says while you train: short sounds over the runner's own music, a screen that stays on, and the
// rest timer: an end time, so that a reload or a locked phone cannot lose it. Nothing here ever blocks.
const SOUND = "sound";
let context;
let lock;

const isOn = () => localStorage.getItem(SOUND) !== "off";
const button = document.getElementById("sound");

function paintButton() {
  button.ariaPressed = String(isOn());
}

export function toggleSound() {
  localStorage.setItem(SOUND, isOn() ? "off" : "on");
  paintButton();
}

if (button) paintButton();

/** A tick: higher where something changes, long at an end. Only after a tap has woken the sound. */
export function tick(pitch = 660, seconds = 0.06) {
  if (!isOn() || !context) return;
  if (context.state !== "running") context.resume();
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.25, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + seconds);
}

/** Called from a tap: sound needs one, and so does the screen's lock. */
export function wake() {
  try {
    context ||= new AudioContext();
    if (navigator.audioSession) navigator.audioSession.type = "transient";
  } catch {
    // no sound here
  }
  stayOn();
}

async function stayOn() {
  if (lock || document.hidden) return;
  lock = await navigator.wakeLock?.request("screen").catch(() => null);
  lock?.addEventListener("release", () => {
    lock = undefined;
  });
}

document.addEventListener("visibilitychange", () => context && stayOn());

// -- the rest strip -----------------------------------------------------------------------------

const REST = "rest";
const strip = document.getElementById("rest");
const clock = document.getElementById("left");
const oval = document.getElementById("go");
const message = document.getElementById("message");
const live = document.getElementById("live");
let state = JSON.parse(localStorage.getItem(REST) || "{}");
/** A rest that ran out while nobody looked is over; one that still runs rings at its end, after a reload too. */
let hasRung = !(state.ends > Date.now());
let restOver;
if (state.ends < Date.now() - 600_000) state = {};

export function onRestOver(act) {
  restOver = act;
}

const clockOf = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** Says what happened, and starts counting down; 0 seconds says it only. */
export function rest(seconds, text) {
  state = seconds ? { ends: Date.now() + seconds * 1000, seconds } : {};
  hasRung = !seconds;
  tell(text);
  paint();
}

export function tell(text) {
  strip.hidden = false;
  message.textContent = text;
  live.textContent = text;
}

export function add(seconds) {
  if (!state.ends) return;
  state.ends += seconds * 1000;
  state.seconds = Math.max(state.seconds, (state.ends - Date.now()) / 1000);
  hasRung = false;
  paint();
}

function paint() {
  localStorage.setItem(REST, JSON.stringify(state));
  strip.firstElementChild.hidden = !state.ends;
  for (const button of strip.querySelectorAll("[data-add]")) button.hidden = !state.ends;
  if (!state.ends) return;
  strip.hidden = false;
  const left = Math.round((state.ends - Date.now()) / 1000);
  strip.classList.toggle("over", left <= 0);
  clock.textContent = left > 0 ? clockOf(left) : `+${clockOf(-left)}`;
  const percent = Math.max(0, Math.min(100, (100 * left) / state.seconds));
  oval.setAttribute("stroke-dasharray", `${percent} 100`);
  if (left <= 0 && !hasRung) {
    hasRung = true;
    tick(990, 0.5);
    navigator.vibrate?.([120, 60, 120]);
    notify();
    restOver?.();
  }
}

/** On a phone that is locked or busy elsewhere; only where the athlete has allowed it. */
async function notify() {
  if (!document.hidden || globalThis.Notification?.permission !== "granted") return;
  const worker = await navigator.serviceWorker?.ready;
  await worker?.showNotification(strip.dataset.over, { tag: REST, silent: !isOn(), data: { path: location.pathname } });
}

// The exercise page ticks without a strip.
if (strip) {
  setInterval(paint, 500);
  paint();
}
