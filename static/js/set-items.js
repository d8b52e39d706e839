// Sets as the document states them: made of what a tap says, kept on the phone, and answered by the server.
import { LAST } from "./begun.js";
import { Outbox } from "./outbox.js";
import { fill, inUnit, json, markOf, rowOf, session, targetOf, valuesOf, words } from "./rows.js";
import { paint } from "./session-paint.js";
import { tell } from "./signals.js";
import { uuid } from "./store.js";
import { numberIn, today } from "./text.js";

export const outbox = new Outbox(session, { id: json("targets-id"), entries: json("targets") }, settled);
/** What was done last and what stood before it, the latest last: it outlives a reload, and the tab. */
const PAST = `past:${session}`;
const MOST = 40;
const past = JSON.parse(localStorage.getItem(PAST) || "[]");

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

/** One thing that can be taken back: sets with what stood before, or what came before them. */
export function remember(entry) {
  past.push(entry);
  if (past.length > MOST) past.shift();
  localStorage.setItem(PAST, JSON.stringify(past));
}

/** Keeps items, and remembers what stood before: by mark, its values, or nothing. */
export function keep(items, before) {
  remember({ sets: before });
  localStorage.setItem(LAST, `${session} ${today()}`);
  outbox.put(items);
}

/** Takes back what was done last; gives it with the marks that it was about, or nothing where there is none. */
export function takeBackLast() {
  const entry = past.pop();
  localStorage.setItem(PAST, JSON.stringify(past));
  if (!entry?.sets) return entry;
  const marks = entry.sets.filter(({ id }) => markOf(id));
  const items = marks.map(({ id, values }) => {
    const mark = markOf(id);
    return itemOf(rowOf(mark), mark, values ?? valuesOf(mark), !values);
  });
  outbox.put(items);
  return { ...entry, marks: marks.map(({ id }) => markOf(id)) };
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
