// One tap a set: the dock's button says exactly what it will record. Every page works without this file.
import * as reserve from "./reserve.js";
import { before } from "./reserve.js";
import {
  $,
  $$,
  cardOf,
  cards,
  carry,
  fieldOf,
  isUneven,
  markOf,
  nextMark,
  numberOf,
  rowOf,
  session,
  targetOf,
  words,
} from "./rows.js";
import { paintClock, paintSession } from "./session-paint.js";
import { LAST, onPaint, outbox, showWaiting } from "./set-items.js";
import { answer, change, current, effort, goWithoutLoad, keepLighter, pick, record, takeBefore, undo } from "./sets.js";
import { add, onRestOver, tell, wake } from "./signals.js";
import { owner } from "./store.js";
import { stepped, today } from "./text.js";

/** What is not needed for the first set is fetched when it is first asked for; the phone keeps it all the same. */
let extras;
let hold;

const paint = () => paintSession(hold);

async function callExtra(name, ...given) {
  extras ??= await import("./session-extras.js");
  await extras[name](...given);
  paint();
}

async function log() {
  if (reserve.isAsking()) return;
  wake();
  extras?.stopGuide();
  const row = current();
  const mark = nextMark(row);
  if (takeBefore(row)) return paint();
  if (!mark) change(row);
  else if (targetOf(row).seconds) await logHold(row, mark);
  else record(row, mark);
  return paint();
}

async function logHold(row, mark) {
  hold ??= await import("./hold.js");
  if (hold.isHolding()) return hold.tap();
  const seconds = Math.max(1, numberOf(fieldOf(row, "amount")));
  return hold.start(mark.dataset.id, seconds, words, actsOfHold(row, mark));
}

function actsOfHold(row, mark) {
  const field = fieldOf(row, "amount");
  const planned = numberOf(field);
  const done = (seconds) => {
    field.value = seconds;
    record(row, mark);
    field.value = planned; // the next side and set hold as long as planned
    paint();
  };
  return { paint, done };
}

/** A hold that ran when this page was left goes on. */
async function recallHold() {
  hold = await import("./hold.js");
  const kept = hold.kept();
  const mark = kept && markOf(kept.mark);
  if (!mark || mark.classList.contains("done")) return;
  cardOf(mark).open = true;
  pick(rowOf(mark));
  hold.go(kept, words, actsOfHold(rowOf(mark), mark));
}

const ACTS = {
  "#undo": undo,
  "[data-add]": (button) => add(Number(button.dataset.add)),
  "[data-step]": (button) => {
    const field = $("input", button.parentElement);
    field.value = stepped(numberOf(field), Number(button.dataset.step));
    carry(field);
  },
  "[data-load-by]": (button) => before.step(button.dataset.loadBy),
  "[data-no-load]": goWithoutLoad,
  "[data-skip-lighter]": () => keepLighter(),
  "[data-add-set]": (button) => callExtra("addSet", cardOf(button)),
  "[data-reserve]": (button) => {
    answer(button.dataset.reserve);
    $("#log").focus({ preventScroll: true });
  },
  ".set-number": (button) => {
    reserve.answered();
    before.passLighter(cardOf(button));
    pick(rowOf(button));
  },
  "[data-tempo]": (button) => callExtra("guide", button),
  "[data-split]": (button) => callExtra("split", cardOf(button)),
  "[data-unit]": (button) => callExtra("toggleUnit", cardOf(button)),
};
/** Links that lead somewhere without script, and with it where there is nothing to do here. */
const LINKS = {
  "#log": (button) => (current() ? log : () => location.assign(button.dataset.finish)),
  "[data-pain]": (link) => () => callExtra("openPain", link),
  "#sync[data-refused]": () => () => callExtra("openRefused"),
};

const matching = (table, button) => table[Object.keys(table).find((selector) => button.matches(selector))];

document.addEventListener("click", (event) => {
  const button = event.target.closest("button, a");
  if (!button) return;
  const follow = matching(LINKS, button)?.(button);
  if (follow) event.preventDefault();
  const act = follow || matching(ACTS, button);
  if (!act) return;
  act(button);
  paint();
});

document.addEventListener("change", ({ target: field }) => {
  if (field.name === "reserve") effort(cardOf(field), field.value);
  else if (field.closest(".stepper")) carry(field);
  else return;
  paint();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const act = actOfForm(form);
  if (!act) return;
  event.preventDefault();
  act(form, event.submitter);
});

function actOfForm(form) {
  if (form.matches(".steppers")) return log;
  if (form.matches(".own-note")) return () => callExtra("keepNote", form);
  if (form.matches("#short")) return (_form, button) => callExtra("shorten", form, button.value);
  if (form.closest(".swap") && form.elements.target) return (_form, button) => callExtra("swap", form, button.value);
  return undefined;
}

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

function isNextToLast() {
  const [last, on] = (localStorage.getItem(LAST) || "").split(" ");
  return Boolean(last) && last !== session && on >= today(1);
}

onPaint(paint);
onRestOver(() => {
  const next = current();
  const label = next && !before.due(next) && !reserve.isAsking() ? $("#log-what").textContent : "";
  tell([words.restOver, label].filter(Boolean).join(" "));
});
setInterval(paintClock, 1000);
const { sets, swaps } = await outbox.start();
for (const item of swaps) await callExtra("showSwap", item);
showWaiting(sets);
if (localStorage.getItem(`hold:${session}`)) await recallHold();
const hasUnits = Object.keys(localStorage).some((key) => key.startsWith(`unit:${owner}:`));
if (localStorage.getItem(`notes:${owner}`)) await callExtra("recallNotes");
if (hasUnits || $$(".set").some(isUneven)) await callExtra("recallSides");
paint();
