// What a tap does on the session page, and what this phone kept of it: wired by session.js, fetched after the page stands.
import { current, pick } from "./current.js";
import * as reserve from "./reserve.js";
import { before } from "./reserve.js";
import {
  $,
  $$,
  cardOf,
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
import { paint, useHold } from "./session-paint.js";
import { outbox, showWaiting } from "./set-items.js";
import {
  answer,
  carry,
  change as correct,
  effort,
  goWithoutLoad,
  keepLighter,
  record,
  takeBefore,
  undo,
} from "./sets.js";
import { add, onRestOver, tell, toggleSound, wake } from "./signals.js";
import { owner } from "./store.js";
import { stepped } from "./text.js";

/** What is not needed for the first set is fetched when it is first asked for; the phone keeps it all the same. */
let extras;
let hold;

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
  if (!mark) correct(row);
  else if (targetOf(row).seconds) await logHold(row, mark);
  else record(row, mark);
  return paint();
}

async function useHolds() {
  hold ??= await import("./hold.js");
  useHold(hold);
}

async function logHold(row, mark) {
  await useHolds();
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
  await useHolds();
  const kept = hold.kept();
  const mark = kept && markOf(kept.mark);
  if (!mark || mark.classList.contains("done")) return;
  cardOf(mark).open = true;
  pick(rowOf(mark));
  hold.go(kept, words, actsOfHold(rowOf(mark), mark));
}

const ACTS = {
  "#log": (button) => (current() ? log() : location.assign(button.dataset.finish)),
  "[data-pain]": (link) => callExtra("openPain", link),
  "#sync[data-refused]": () => callExtra("openRefused"),
  "#sound": toggleSound,
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
const FORMS = {
  ".steppers": log,
  ".own-note": (form) => callExtra("keepNote", form),
  "#short": (form, button) => callExtra("shorten", form, button.value),
  ".swap form": (form, button) => callExtra("swap", form, button.value),
};

const matching = (table, element) => table[Object.keys(table).find((selector) => element.matches(selector))];

export function click(button) {
  const act = matching(ACTS, button);
  if (!act) return;
  act(button);
  paint();
}

export function change(field) {
  if (field.name === "reserve") effort(cardOf(field), field.value);
  else if (field.closest(".stepper")) carry(field);
  else return;
  paint();
}

export const submit = (form, button) => matching(FORMS, form)(form, button);

/** Shows what this phone kept, and sends what waits. */
export async function start() {
  const { sets, swaps } = await outbox.start();
  for (const item of swaps) await callExtra("showSwap", item);
  showWaiting(sets);
  if (localStorage.getItem(`hold:${session}`)) await recallHold();
  const hasUnits = Object.keys(localStorage).some((key) => key.startsWith(`unit:${owner}:`));
  if (localStorage.getItem(`notes:${owner}`)) await callExtra("recallNotes");
  if (hasUnits || $$(".set").some(isUneven)) await callExtra("recallSides");
  paint();
}

onRestOver(() => {
  const next = current();
  const label = next && !before.due(next) && !reserve.isAsking() ? $("#log-what").textContent : "";
  tell([words.restOver, label].filter(Boolean).join(" "));
});
