// Sets as the document states them: logged, changed, taken back, and answered by the server.
import { Outbox } from "./outbox.js";
import * as reserve from "./reserve.js";
import { rest, tell } from "./signals.js";
import {
  $,
  $$,
  cardOf,
  fieldOf,
  figure,
  fill,
  inUnit,
  isFull,
  json,
  marksOf,
  nextMark,
  rows,
  say,
  session,
  targetOf,
  typed,
  valuesOf,
  words,
} from "./rows.js";
import { uuid } from "./store.js";

export const outbox = new Outbox(session, { id: json("targets-id"), entries: json("targets") }, settled);
const past = [];
let picked;
let shown = {};
let paint;
let sides;

export const onPaint = (painter) => (paint = painter);
/** Once somebody asked for it: each side for itself. */
export const useSides = (module) => (sides = module);

export function current() {
  if (picked) return picked;
  const open = rows().find((row) => cardOf(row).open && !isFull(row));
  return open || rows().find((row) => !isFull(row));
}

export function pick(row) {
  picked = row;
  if (row) shown = typed(row);
}

// One mark as the document states it, a revision above what is known. Each side keeps its own values.
function itemOf(row, mark, { amount, load, rpe, unit }, isDeleted = false) {
  const entry = targetOf(row);
  const whole = Math.round(figure({ value: String(amount) }));
  Object.assign(mark.dataset, {
    amount: whole,
    load: load ?? "",
    rpe: rpe ?? "",
    unit,
    rev: Number(mark.dataset.rev) + 1,
  });
  mark.classList.toggle("done", !isDeleted);
  return {
    id: mark.dataset.id,
    target: entry.prescription,
    exercise: entry.exercise,
    number: Number(row.dataset.number),
    side: mark.dataset.side,
    reps: entry.reps ? whole : null,
    seconds: entry.reps ? null : whole,
    load: load && entry.load_step ? String(figure({ value: String(load) })) : null,
    unit,
    rpe: rpe || null,
    rev: Number(mark.dataset.rev),
    edit_id: uuid(),
    is_deleted: isDeleted,
    done_at: new Date().toISOString(),
  };
}

// Stores items and remembers how to take exactly them back.
function store(items, back) {
  past.push(back);
  outbox.put(items);
}

export function record(row, mark) {
  store([itemOf(row, mark, { ...typed(row), rpe: mark.dataset.rpe })], () => [itemOf(row, mark, valuesOf(mark), true)]);
  sides?.remember(row, mark);
  if (!isFull(row)) {
    sides?.sideUp(row);
    return rest(0, words.switchSide);
  }
  picked = undefined;
  const card = cardOf(row);
  const said = say(words.stored, { number: row.dataset.number });
  rest(current() ? targetOf(row).rest_seconds : 0, said);
  if (reserve.isDue(card)) return reserve.ask(card);
  return goOn(card, said);
}

/** What comes after: the next set of this card, or the next card. */
function goOn(card, said) {
  const next = current();
  if (next) sides?.sideUp(next);
  if (!next || cardOf(next) === card) return tell(said);
  cardOf(next).open = true;
  cardOf(next).scrollIntoView({ block: "start" });
  return tell(`${said} ${say(words.next, { name: targetOf(next).name })}`);
}

/** The dock's question was answered with so many clean reps, or passed over. */
export function answer(left) {
  if (left === "") return goOn(reserve.pass(), words.noEffort);
  const card = reserve.answered();
  effort(card, left);
  return goOn(card, say(words.effort, { count: left }));
}

// A correction reaches both sides, but only in what was typed anew.
export function change(row) {
  const now = typed(row);
  const before = marksOf(row).map((mark) => [mark, valuesOf(mark)]);
  const items = before.map(([mark, was]) => {
    const next = { ...was };
    if (now.amount !== shown.amount) next.amount = now.amount;
    if (now.load !== shown.load) Object.assign(next, { load: now.load, unit: now.unit });
    return itemOf(row, mark, next);
  });
  store(items, () => before.map(([mark, was]) => itemOf(row, mark, was)));
  picked = undefined;
  tell(words.changed);
  if (reserve.isDue(cardOf(row))) reserve.ask(cardOf(row));
}

/** So many clean reps were left after the last set: RPE = 10 - reserve. */
export function effort(card, left) {
  const row = $$(".set", card).at(-1);
  const before = marksOf(row).map((mark) => [mark, valuesOf(mark)]);
  const rpe = String(10 - Number(left));
  const choose = (value) => $$("[name=reserve]", card).forEach((field) => (field.checked = field.value === value));
  choose(left);
  store(
    before.map(([mark, was]) => itemOf(row, mark, { ...was, rpe })),
    () => {
      choose("");
      return before.map(([mark, was]) => itemOf(row, mark, was));
    },
  );
  tell(say(words.effort, { count: left }));
}

export function undo() {
  const back = past.pop();
  if (!back) return;
  const items = back();
  outbox.put(items);
  const card = cardOf($(`[data-id="${items[0].id}"]`));
  card.open = true;
  rest(0, words.undone);
  if (reserve.isDue(card)) reserve.ask(card);
}

// The server's word on one set: a newer value from another phone is shown, a refused one is open again.
function settled({ id, verdict, fields, current: theirs }) {
  const mark = $(`[data-id="${id}"]`);
  if (!mark) return;
  if (verdict === "stale") {
    know(mark, theirs);
    tell(words.newer);
  } else if (verdict === "invalid") {
    mark.classList.remove("done");
    tell(
      Object.values(fields || {})
        .flat()
        .join(" ") || words.refusedSet,
    );
  }
  paint();
}

function know(mark, { reps, seconds, load, unit, rpe, rev, is_deleted }) {
  const amount = reps ?? seconds;
  const row = mark.closest(".set");
  Object.assign(mark.dataset, { rev: Math.max(mark.dataset.rev, rev), amount, load: load ?? "", unit, rpe: rpe ?? "" });
  mark.classList.toggle("done", !is_deleted);
  fill(row, { amount, load: inUnit(load, unit, targetOf(row).unit) ?? undefined });
}

/** What waits on this phone is shown as it waits, whatever the page says. */
export function showWaiting(items) {
  for (const item of items) {
    const mark = $(`[data-id="${item.id}"]`);
    if (mark && item.rev > Number(mark.dataset.rev)) know(mark, item);
  }
}

// A change carries to this exercise's sets still to come.
export function carry(field) {
  const row = field.closest(".set");
  for (const each of $$(".set", cardOf(row))) {
    if (each !== row && Number(each.dataset.number) > Number(row.dataset.number) && nextMark(each)) {
      fieldOf(each, field.name).value = field.value;
    }
  }
}
