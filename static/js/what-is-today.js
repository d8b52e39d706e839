// What is today: what the clinic said of the coming days, and what this phone knows better, asked in the clinic's order
// (athletes/phone/pages/today/day.py). Pure: facts in, a state out.

import { stateOf } from "./phone-state.js";

/** The first state that holds is the day's. */
export const ORDER = [
  "stopped",
  "session",
  "almost_done",
  "race_day",
  "recover",
  "paused",
  "done",
  "no_program",
  "ended",
  "starts_soon",
  "still_open",
  "held_back",
  "run",
  "rest",
];
const DAY = 86_400_000;
const daysBetween = (one, other) => Math.abs(new Date(one) - new Date(other)) / DAY;

/**
 * outlook -- {days: [{on, session, states: [{state, heading, title}], open}], sessions: {id: {title, on, begun}}}, as sent
 * known -- what this phone has: sessions [{id, begunOn, done, count, isOver}], and ran, the days of its runs
 * day -- YYYY-MM-DD, the athlete's own
 *
 * {state, title, and heading or session, begunOn, done, count}; "unknown" on a day that the page says nothing of.
 */
export function whatIsToday(outlook, phone, day) {
  const facts = outlook.days.find(({ on }) => on === day);
  if (!facts) return { state: "unknown" };
  if (facts.states[0].state === "stopped") return facts.states[0];
  const known = { ...phone, sessions: phone.sessions.map((each) => begunFirst(each, outlook)) };
  const toDo = sessionOn(day, facts, outlook, known);
  if (toDo) return ofSession(toDo.count && toDo.done >= toDo.count ? "almost_done" : "session", toDo, outlook);
  const holding = facts.states.filter(({ state }) => {
    if (state === "run") return !known.ran.includes(day);
    return state !== "still_open";
  });
  const done = known.sessions.find(({ isOver, begunOn }) => isOver && begunOn === day);
  if (done) holding.push(ofSession("done", done, outlook));
  const open = leftOpenBefore(day, facts, outlook, known);
  if (open) holding.push(ofSession("still_open", open, outlook));
  return first(holding);
}

/** Of two words on one state, the phone's. */
function first(holding) {
  const next = ORDER.find((each) => holding.some(({ state }) => state === each));
  return holding.findLast(({ state }) => state === next);
}

/** It may have been begun on another phone. */
function begunFirst(known, { sessions }) {
  const begun = sessions[known.id]?.begun || known.begunOn;
  return { ...known, begunOn: begun < known.begunOn ? begun : known.begunOn };
}

function ofSession(state, { id, begunOn, done = 0, count = 0 }, { sessions }) {
  return { state, session: id, begunOn, done, count, title: sessions[id]?.title };
}

/** The one to do: begun on that day, else planned for it, else missed with a day between. */
function sessionOn(day, facts, { sessions }, { sessions: known }) {
  const open = known.filter(({ isOver, begunOn }) => begunOn && !isOver);
  const begun = open.find(({ begunOn }) => begunOn === day) || open.find(({ id }) => sessions[id]?.on === day);
  if (begun) return begun;
  const id = facts.session;
  const own = known.find((each) => each.id === id);
  if (!id || own?.isOver) return undefined;
  const isMissed = sessions[id]?.on < day && !own?.begunOn;
  const isNextTo = known.some((each) => each.begunOn && daysBetween(each.begunOn, day) <= 1);
  return isMissed && isNextTo ? undefined : { id, ...own };
}

/** Begun on an earlier day and never finished, as far as anybody knows. */
function leftOpenBefore(day, facts, { sessions }, { sessions: known }) {
  const own = known.findLast(({ id, isOver, begunOn }) => begunOn < day && !isOver && sessions[id]?.on !== day);
  if (own) return own;
  const isOver = known.some((each) => each.id === facts.open && each.isOver);
  return facts.open && !isOver ? { id: facts.open, begunOn: sessions[facts.open]?.begun } : undefined;
}

/** What the phone knows of the days: its sessions with the day on which each was begun, and the days of its runs. */
export function knownOf(sessions, reports, dayOf) {
  const runs = reports.filter(({ kind }) => kind === "runs");
  const begun = sessions.flatMap((saved) => begunOf(saved, dayOf));
  begun.sort((one, other) => (one.begunOn < other.begunOn ? -1 : 1));
  return { sessions: begun, ran: runs.map(({ report }) => report.ran_on) };
}

function begunOf(saved, dayOf) {
  const { done = 0, count = 0, isOver = false } = stateOf(saved);
  const kept = Object.values({ ...saved.done, ...saved.sets }).filter((set) => !set.is_deleted);
  const times = [...kept.map((set) => set.done_at), saved.header?.done_at].filter(Boolean).sort();
  return times.length ? [{ id: saved.id, begunOn: dayOf(times[0]), done, count, isOver }] : [];
}
