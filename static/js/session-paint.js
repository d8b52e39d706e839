// The session page follows what is done: marks and counts, the progress, and what the dock's button says.
import * as reserve from "./reserve.js";
import {
  $,
  $$,
  amountOf,
  cards,
  isFull,
  isSkipped,
  nextMark,
  rowsOf,
  rowsToDo,
  targetOf,
  targetOfCard,
  words,
} from "./rows.js";
import { current } from "./sets.js";
import { filled } from "./text.js";

const since = Number($("#clock").dataset.since) * 1000 || Date.now();

/** hold -- the module of timed holds, once it is loaded */
export function paintSession(hold) {
  reserve.paint();
  const row = current();
  for (const other of $$(".set")) paintRow(other, other === row);
  for (const card of cards()) paintCard(card);
  const toDo = rowsToDo();
  $("#progress").max = toDo.length;
  $("#progress").value = toDo.filter(isFull).length;
  paintDock(row, hold);
}

/** Minutes since the session was begun, or since this page was opened. */
export function paintClock() {
  const minutes = Math.floor((Date.now() - since) / 60_000);
  $("#clock").textContent = filled(words.minutes, { minutes });
}

function paintRow(row, isCurrent) {
  row.classList.toggle("current", isCurrent);
  row.classList.toggle("full", isFull(row));
  $(".set-amount", row).textContent = amountOf(row);
}

function paintCard(card) {
  const rows = rowsOf(card);
  const full = rows.filter(isFull).length;
  const isDone = full === rows.length;
  card.classList.toggle("done", isDone || isSkipped(card));
  $(".count", card).textContent = `${full}/${rows.length}`;
  const question = $(".effort", card);
  const isAsked = isDone && !isSkipped(card) && !reserve.isAsked(card) && targetOfCard(card).reps;
  if (question) question.hidden = !isAsked;
}

/** What a tap on the dock's button does now. */
function dockState(row, hold) {
  if (hold?.isHolding()) return "holding";
  if (!row) return "all-done";
  if (!nextMark(row)) return "change";
  return targetOf(row).seconds ? "timed" : "set";
}

function labelOfDock(state, side) {
  switch (state) {
    case "all-done":
      return words.allDone;
    case "change":
      return words.change;
    case "timed":
      return words[`start${side}`];
    default:
      return words[side || "log"];
  }
}

function paintDock(row, hold) {
  const state = dockState(row, hold);
  if (state === "holding") {
    $("#log-what").textContent = hold.text();
    return;
  }
  const side = row && nextMark(row)?.dataset.side;
  $("#log-what").textContent = labelOfDock(state, side || "");
  $("#log-amount").textContent = row ? amountOf(row) : words.finish;
}
