// After the last set of a loaded exercise the dock asks how many more clean reps there were, before the next card opens;
// what it asks before the first set is a module of its own.
import { $, askedRowsOf, isFull, isSkipped, json, marksOf, targetOfCard } from "./rows.js";

const nothing = { due: () => undefined, paint() {}, paintLighterRow() {}, passLighter() {}, amountWords: () => "" };
const mayAsk = $("[data-lighter]") || Object.keys(json("first-loads")).length > 0;

/** Fetched only where something of it may be asked: a page whose loads are all known does without. */
export let before = mayAsk ? await import("./before.js") : nothing;

/** A swap may bring an exercise without a load. */
export async function useBefore() {
  before = await import("./before.js");
}

const question = $("#reserve");
const button = $("#log");
/** Cards whose question was passed over: they are not asked about again. */
const passed = new Set();
let asked;

export const isAsking = () => Boolean(asked);
export const isAsked = (card) => card === asked;

/** Whether all sets of a loaded exercise are done and its effort is not told yet. */
export function isDue(card) {
  const rows = askedRowsOf(card);
  const { load_step: takesLoad, reps: isCounted } = targetOfCard(card);
  if (!takesLoad || !isCounted || isSkipped(card) || passed.has(card)) return false;
  const isTold = marksOf(rows.at(-1)).some((mark) => mark.dataset.rpe);
  return rows.every(isFull) && !isTold;
}

export function ask(card) {
  asked = card;
  $("#reserve-of").textContent = `${targetOfCard(card).name} · ${$("[data-dose]", card).textContent}`;
  paint();
  question.focus({ preventScroll: true });
}

/** Puts the question away and gives the card that it was about. */
export function answered() {
  const card = asked;
  asked = undefined;
  paint();
  return card;
}

export function pass() {
  passed.add(asked);
  return answered();
}

/** One of the two stands in the dock; what is taken back or left out meanwhile is not asked about. */
export function paint() {
  if (asked && !isDue(asked)) asked = undefined;
  question.hidden = !asked;
  button.hidden = Boolean(asked);
}
