// One tap a set: the dock's button says exactly what it will record. Every page works without this file.
// The page comes with what shows that; what a tap does comes a moment later, or with the tap (decision 59).
import { isBegun, isNextToLast } from "./begun.js";
import { pick } from "./current.js";
import * as reserve from "./reserve.js";
import { $, cards } from "./rows.js";
import { paint, paintClock } from "./session-paint.js";
import { today } from "./text.js";

/** Milliseconds until the taps come by themselves: a phone that is carried into a basement has them by then. */
const SOON = 3000;
/** Links and forms that lead somewhere without script. */
const LINKS = "#log, a[data-pain], #sync[data-refused]";
const FORMS = ".steppers, .own-note, #short, .swap form:has([name=target])";
const button = $("#log");
let taps;
let arriving;
let isPlain = false;

function arrive() {
  arriving ??= start();
  return arriving;
}

async function start() {
  try {
    const module = await import("./taps.js");
    await module.start();
    taps = module;
  } catch {
    arriving = undefined; // the next tap asks again
  }
}

/** Does it at once where that is here. Until it is, the button waits: what it says is what the next tap does. */
async function hand(act, goPlainly) {
  if (!taps) {
    button.ariaDisabled = "true";
    await arrive();
    button.removeAttribute("aria-disabled");
  }
  if (taps) return act(taps);
  isPlain = true;
  goPlainly();
  isPlain = false;
  return undefined;
}

document.addEventListener("click", (event) => {
  const target = event.target.closest(`button, ${LINKS}`);
  if (!target || isPlain) return;
  const isOurs = target.matches(LINKS);
  if (isOurs) event.preventDefault();
  if (target.ariaDisabled) return;
  hand(
    ({ click }) => click(target),
    () => isOurs && target.click(),
  );
});

document.addEventListener("change", ({ target: field }) => {
  hand(
    ({ change }) => change(field),
    () => {},
  );
});

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (isPlain || !form.matches(FORMS)) return;
  event.preventDefault();
  hand(
    ({ submit }) => submit(form, submitter),
    () => form.requestSubmit(submitter),
  );
});

// Who opens another card has passed over what the dock asks.
function opened(card) {
  if (reserve.isAsking() && !reserve.isAsked(card)) reserve.pass();
  pick();
  paint();
}
for (const card of cards()) card.addEventListener("toggle", () => card.open && opened(card));

// A second session without a day between is asked about before it begins. A page that was kept does not know what was
// trained here since, or that a day has passed.
const tooClose = $("#too-close");
if (tooClose) tooClose.hidden = !(tooClose.dataset.on === today() || isNextToLast()) || Boolean($(".side.done"));

setInterval(paintClock, 1000);
paint();
for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, arrive, { once: true });
// With a worker all files are on the phone already.
if (navigator.serviceWorker?.controller || (await isBegun())) arrive();
else setTimeout(arrive, SOON);
