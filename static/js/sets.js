// What a tap does to sets: logged, changed, and taken back.
import { current, pick, typedBefore } from "./current.js";
import * as reserve from "./reserve.js";
import { before } from "./reserve.js";
import {
  $,
  $$,
  askedRowsOf,
  cardOf,
  fieldOf,
  inTurn,
  isFull,
  marksOf,
  nextMark,
  rowOf,
  rowsOf,
  targetOf,
  typed,
  valuesOf,
  words,
} from "./rows.js";
import { itemOf, keep, remember, takeBackLast } from "./set-items.js";
import { rest, tell } from "./signals.js";
import { filled } from "./text.js";

let sides;

/** Once somebody asked for it: each side for itself. */
export function useSides(module) {
  sides = module;
}

export function record(row, mark) {
  const item = itemOf(row, mark, { ...typed(row), rpe: mark.dataset.rpe });
  keep([item], [{ id: mark.dataset.id, values: null }]);
  sides?.remember(row, mark);
  if (!isFull(row)) {
    sides?.sideUp(row);
    rest(0, words.switchSide);
    return;
  }
  pick();
  const card = cardOf(row);
  const said = filled(words.stored, { number: row.dataset.number });
  rest(restAfter(row), said);
  if (reserve.isDue(card)) reserve.ask(card);
  else goOn(card, said);
}

/** Seconds of rest: none at the end, and none before the next card of the same turn. */
function restAfter(row) {
  const next = current();
  if (!next || isSameTurn(row, next)) return 0;
  return targetOf(row).rest_seconds;
}

function isSameTurn(row, next) {
  const [card, other] = [cardOf(row), cardOf(next)];
  return other !== card && inTurn(card).includes(other) && next.dataset.number === row.dataset.number;
}

/** What comes after: the next set of this card, or the next card. */
function goOn(card, said) {
  const next = current();
  if (next) sides?.sideUp(next);
  if (!next || cardOf(next) === card) {
    tell(said);
    return;
  }
  cardOf(next).open = true;
  cardOf(next).scrollIntoView({ block: "start" });
  const isTurn = inTurn(card).includes(cardOf(next)) && !reserve.isDue(card);
  tell(`${said} ${filled(isTurn ? words.inTurn : words.next, { name: targetOf(next).name })}`);
}

/** The dock's question was answered with so many clean reps, or passed over. */
export function answer(left) {
  if (left === "") {
    goOn(reserve.pass(), words.noEffort);
    return;
  }
  const card = reserve.answered();
  effort(card, left);
  goOn(card, filled(words.effort, { count: left }));
}

const snapshot = (marks) => marks.map(([{ dataset }, values]) => ({ id: dataset.id, values }));

/** A correction reaches both sides, but only in what was typed anew. */
export function change(row) {
  const now = typed(row);
  const former = marksOf(row).map((mark) => [mark, valuesOf(mark)]);
  const corrected = (was) => {
    const next = { ...was };
    if (now.amount !== typedBefore().amount) next.amount = now.amount;
    if (now.load !== typedBefore().load) Object.assign(next, { load: now.load, unit: now.unit });
    return next;
  };
  const items = former.map(([mark, was]) => itemOf(row, mark, corrected(was)));
  keep(items, snapshot(former));
  pick();
  tell(words.changed);
  if (reserve.isDue(cardOf(row))) reserve.ask(cardOf(row));
}

/** A change carries to this exercise's sets still to come. */
export function carry(field) {
  const row = rowOf(field);
  const isLater = (other) => Number(other.dataset.number) > Number(row.dataset.number);
  for (const other of rowsOf(cardOf(row))) {
    if (isLater(other) && nextMark(other)) fieldOf(other, field.name).value = field.value;
  }
}

/** So many clean reps were left after the last set: RPE = 10 - reserve. */
export function effort(card, left) {
  const row = askedRowsOf(card).at(-1);
  const rpe = String(10 - Number(left));
  const former = marksOf(row).map((mark) => [mark, valuesOf(mark)]);
  const items = former.map(([mark, was]) => itemOf(row, mark, { ...was, rpe }));
  choose(card, left);
  keep(items, snapshot(former));
  tell(filled(words.effort, { count: left }));
}

function choose(card, left) {
  for (const field of $$("[name=reserve]", card)) field.checked = field.value === left;
}

export function undo() {
  const entry = takeBackLast();
  if (!entry) return;
  const card = entry.sets ? entry.marks[0] && cardOf(entry.marks[0]) : $(`[data-prescription="${entry.card}"]`);
  if (entry.kind === "load") before.forgetLoad?.(card);
  if (entry.kind === "lighter") before.setLighter?.(card, false);
  rest(0, words.undone);
  if (!card) return;
  card.open = true;
  choose(card, "");
  if (reserve.isDue(card)) reserve.ask(card);
}

// -- what comes before the first set ------------------------------------------------------------

/** Takes the answer to what the dock asks before this row; says whether it was asked. */
export function takeBefore(row) {
  const step = before.due(row);
  if (step === "load") keepLoad(before.use(cardOf(row)));
  if (step === "lighter") keepLighter(cardOf(row));
  return Boolean(step);
}

function keepLoad({ card, said }) {
  remember({ kind: "load", card });
  rest(0, said);
}

export const goWithoutLoad = () => keepLoad(before.withoutLoad());

/** Done or passed over: the sets come next either way. */
export function keepLighter(card = cardOf(current())) {
  before.setLighter(card);
  remember({ kind: "lighter", card: card.dataset.prescription });
  rest(0, words.lighterDone);
}
