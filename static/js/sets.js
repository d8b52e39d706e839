// What a tap does to sets: logged, changed, and taken back.
import * as reserve from "./reserve.js";
import { $$, cardOf, isFull, markOf, marksOf, rowsOf, rowsToDo, targetOf, typed, valuesOf, words } from "./rows.js";
import { itemOf, keep, takeBackLast } from "./set-items.js";
import { rest, tell } from "./signals.js";
import { filled } from "./text.js";

let picked;
let typedWhenPicked = {};
let sides;

/** Once somebody asked for it: each side for itself. */
export function useSides(module) {
  sides = module;
}

/** The row that the dock is about: the one that was picked, else the next to do, of the open card first. */
export function current() {
  if (picked) return picked;
  const left = rowsToDo().filter((row) => !isFull(row));
  return left.find((row) => cardOf(row).open) || left[0];
}

export function pick(row) {
  picked = row;
  if (row) typedWhenPicked = typed(row);
}

export function record(row, mark) {
  const item = itemOf(row, mark, { ...typed(row), rpe: mark.dataset.rpe });
  keep([item], () => [itemOf(row, mark, valuesOf(mark), true)]);
  sides?.remember(row, mark);
  if (!isFull(row)) {
    sides?.sideUp(row);
    rest(0, words.switchSide);
    return;
  }
  picked = undefined;
  const card = cardOf(row);
  const said = filled(words.stored, { number: row.dataset.number });
  rest(current() ? targetOf(row).rest_seconds : 0, said);
  if (reserve.isDue(card)) reserve.ask(card);
  else goOn(card, said);
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
  tell(`${said} ${filled(words.next, { name: targetOf(next).name })}`);
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

/** A correction reaches both sides, but only in what was typed anew. */
export function change(row) {
  const now = typed(row);
  const before = marksOf(row).map((mark) => [mark, valuesOf(mark)]);
  const corrected = (was) => {
    const next = { ...was };
    if (now.amount !== typedWhenPicked.amount) next.amount = now.amount;
    if (now.load !== typedWhenPicked.load) Object.assign(next, { load: now.load, unit: now.unit });
    return next;
  };
  const items = before.map(([mark, was]) => itemOf(row, mark, corrected(was)));
  keep(items, () => before.map(([mark, was]) => itemOf(row, mark, was)));
  picked = undefined;
  tell(words.changed);
  if (reserve.isDue(cardOf(row))) reserve.ask(cardOf(row));
}

/** So many clean reps were left after the last set: RPE = 10 - reserve. */
export function effort(card, left) {
  const row = rowsOf(card).at(-1);
  const rpe = String(10 - Number(left));
  const before = marksOf(row).map((mark) => [mark, valuesOf(mark)]);
  const items = before.map(([mark, was]) => itemOf(row, mark, { ...was, rpe }));
  choose(card, left);
  keep(items, () => {
    choose(card, "");
    return before.map(([mark, was]) => itemOf(row, mark, was));
  });
  tell(filled(words.effort, { count: left }));
}

function choose(card, left) {
  for (const field of $$("[name=reserve]", card)) field.checked = field.value === left;
}

export function undo() {
  const items = takeBackLast();
  if (!items) return;
  const card = cardOf(markOf(items[0].id));
  card.open = true;
  rest(0, words.undone);
  if (reserve.isDue(card)) reserve.ask(card);
}
