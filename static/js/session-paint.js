// The session page follows what is done: marks and counts, the progress, and what the dock's button says.
import { current } from "./current.js";
import * as reserve from "./reserve.js";
import { before } from "./reserve.js";
import {
  $,
  $$,
  amountOf,
  askedRowsOf,
  cardOf,
  cards,
  doneWords,
  isDone,
  isExtra,
  isFull,
  isOwn,
  isSkipped,
  marksOf,
  nextMark,
  rowsToDo,
  targetOf,
  targetOfCard,
  words,
} from "./rows.js";
import { filled } from "./text.js";

const since = Number($("#clock").dataset.since) * 1000 || Date.now();

let hold;

/** Once a set is held for seconds: the module that counts them. */
export function useHold(module) {
  hold = module;
}

export function paint() {
  reserve.paint();
  const row = current();
  const step = reserve.isAsking() ? undefined : before.due(row);
  before.paint(row, step);
  for (const other of $$(".set")) paintRow(other, other === row && !step);
  for (const card of cards()) paintCard(card, row, step);
  paintProgress();
  paintDock(row, step);
}

/** What is heard is what is seen: the name of the bar is its value. */
function paintProgress() {
  const toDo = rowsToDo().filter((row) => !isExtra(row));
  const [bar, done] = [$("#progress"), toDo.filter(isFull).length];
  Object.assign(bar, { max: toDo.length, value: done });
  bar.ariaLabel = filled(words.progress, { done, count: toDo.length });
}

/** Minutes since the session was begun, or since this page was opened. */
export function paintClock() {
  const minutes = Math.floor((Date.now() - since) / 60_000);
  $("#clock").textContent = filled(words.minutes, { minutes });
}

function paintRow(row, isCurrent) {
  row.classList.toggle("current", isCurrent);
  row.classList.toggle("full", isFull(row));
  if (isCurrent) row.ariaCurrent = "step";
  else row.removeAttribute("aria-current");
  $(".set-amount", row).textContent = doneWords(row);
  const number = isExtra(row) && !isOwn(cardOf(row)) ? words.extra : row.dataset.number;
  $(".set-number", row).ariaLabel = filled(words.row, { number, amount: doneWords(row), state: stateOf(row) });
}

/** “left done, right to do”, or “done” where a set has no sides. */
function stateOf(row) {
  const marks = marksOf(row);
  if (marks.length < 2) return isFull(row) ? words.rowDone : words.rowToDo;
  const sides = marks.map((mark) => {
    const sentence = isDone(mark) ? words.sideDone : words.sideToDo;
    return filled(sentence, { side: words[`side${mark.dataset.side}`] });
  });
  return sides.join(", ");
}

function paintCard(card, current, step) {
  const rows = askedRowsOf(card);
  const full = rows.filter(isFull).length;
  const isAllDone = full === rows.length;
  const isNow = current && cardOf(current) === card;
  card.classList.toggle("done", isAllDone || isSkipped(card));
  $("[data-state]", card).textContent = labelOfCard(isAllDone || isSkipped(card), isNow);
  $(".count", card).textContent = `${full}/${rows.length}`;
  const question = $(".effort", card);
  const isAsked = isAllDone && !isSkipped(card) && !reserve.isAsked(card) && targetOfCard(card).reps;
  if (question) question.hidden = !isAsked;
  before.paintLighterRow(card, isNow ? step : undefined);
}

function labelOfCard(isDoneAll, isNow) {
  if (isDoneAll) return words.stateDone;
  return isNow ? words.stateNow : words.stateToDo;
}

/** What a tap on the dock's button does now. */
function dockState(row, step) {
  if (hold?.isHolding()) return "holding";
  if (!row) return "all-done";
  if (step) return step;
  if (!nextMark(row)) return "change";
  return targetOf(row).seconds ? "timed" : "set";
}

function labelOfDock(state, side) {
  switch (state) {
    case "all-done":
      return words.allDone;
    case "load":
      return words.useLoad;
    case "lighter":
      return words.lighterSet;
    case "change":
      return words.change;
    case "timed":
      return words[`start${side}`];
    default:
      return words[side || "log"];
  }
}

function amountOfDock(state, row) {
  switch (state) {
    case "all-done":
      return words.finish;
    case "load":
      return before.amountWords(cardOf(row));
    case "lighter":
      return before.lighterWords(cardOf(row));
    default:
      return amountOf(row);
  }
}

function paintDock(row, step) {
  const state = dockState(row, step);
  if (state === "holding") {
    $("#log-what").textContent = hold.text();
    return;
  }
  const side = row && nextMark(row)?.dataset.side;
  $("#log-what").textContent = labelOfDock(state, side || "");
  $("#log-amount").textContent = amountOfDock(state, row);
}
