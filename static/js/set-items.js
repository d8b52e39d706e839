// Sets as the document states them: made of what a tap says, kept on the phone, and answered by the server.
import { Outbox } from "./outbox.js";
import { fill, inUnit, json, markOf, rowOf, session, targetOf, words } from "./rows.js";
import { tell } from "./signals.js";
import { uuid } from "./store.js";
import { numberIn } from "./text.js";

export const outbox = new Outbox(session, { id: json("targets-id"), entries: json("targets") }, settled);
/** How to take back what was done, the latest last. */
const past = [];
let paint;

export function onPaint(painter) {
  paint = painter;
}

/** One mark as the document states it, a revision above what is known. Each side keeps its own values. */
export function itemOf(row, mark, { amount, load, rpe, unit }, isDeleted = false) {
  const target = targetOf(row);
  const whole = Math.round(numberIn(String(amount)));
  const rev = Number(mark.dataset.rev) + 1;
  Object.assign(mark.dataset, { amount: whole, load: load ?? "", rpe: rpe ?? "", unit, rev });
  mark.classList.toggle("done", !isDeleted);
  return {
    id: mark.dataset.id,
    target: target.prescription,
    exercise: target.exercise,
    number: Number(row.dataset.number),
    side: mark.dataset.side,
    reps: target.reps ? whole : null,
    seconds: target.reps ? null : whole,
    load: load && target.load_step ? String(numberIn(String(load))) : null,
    unit,
    rpe: rpe || null,
    rev,
    edit_id: uuid(),
    is_deleted: isDeleted,
    done_at: new Date().toISOString(),
  };
}

/** Keeps items, and remembers how to take exactly them back. */
export function keep(items, takeBack) {
  past.push(takeBack);
  outbox.put(items);
}

/** Takes back what was kept last; gives its items, or nothing where there is none. */
export function takeBackLast() {
  const items = past.pop()?.();
  if (items) outbox.put(items);
  return items;
}

/** Shows what a document says of a mark. */
function show(mark, { reps, seconds, load, unit, rpe, rev, is_deleted: isDeleted }) {
  const amount = reps ?? seconds;
  const row = rowOf(mark);
  const known = Math.max(mark.dataset.rev, rev);
  Object.assign(mark.dataset, { rev: known, amount, load: load ?? "", unit, rpe: rpe ?? "" });
  mark.classList.toggle("done", !isDeleted);
  fill(row, { amount, load: inUnit(load, unit, targetOf(row).unit) ?? undefined });
}

/** What waits on this phone is shown as it waits, whatever the page says. */
export function showWaiting(items) {
  for (const item of items) {
    const mark = markOf(item.id);
    if (mark && item.rev > Number(mark.dataset.rev)) show(mark, item);
  }
}

// The server's word on one set: a newer value from another phone is shown, a refused one is open again.
function settled({ id, verdict, fields, current: theirs }) {
  const mark = markOf(id);
  if (!mark) return;
  if (verdict === "stale") {
    show(mark, theirs);
    tell(words.newer);
  } else if (verdict === "invalid") {
    mark.classList.remove("done");
    const why = Object.values(fields || {}).flat();
    tell(why.join(" ") || words.refusedSet);
  }
  paint();
}
