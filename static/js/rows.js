// The session page as it stands: cards, rows of sets, and a mark for each side of a set.
import { amountWords, numberIn } from "./text.js";

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const json = (id) => JSON.parse(document.getElementById(id).textContent);
export const words = json("words");

export const session = document.body.dataset.session;
/** What each card is now, by its prescription: a swap puts another exercise in place. */
export const targets = Object.fromEntries(json("entries").map((target) => [target.prescription, target]));

export const cards = () => $$(".exercise");
export const cardOf = (row) => row.closest(".exercise");
export const targetOfCard = (card) => targets[card.dataset.prescription];
export const targetOf = (row) => targetOfCard(cardOf(row));
export const isSkipped = (card) => card.classList.contains("skipped");

export const rowsOf = (card) => $$(".set", card);
export const rowOf = (part) => part.closest(".set");
/** A set of their own: nobody asks for it. */
export const isExtra = (row) => row.classList.contains("extra");
/** An exercise of their own: all of its sets are. */
export const isOwn = (card) => rowsOf(card).every(isExtra);
export const askedRowsOf = (card) => (isOwn(card) ? rowsOf(card) : rowsOf(card).filter((row) => !isExtra(row)));
/** The rows that are to be done: what is left out is left out. */
export const rowsToDo = () => $$(".set").filter((row) => !isSkipped(cardOf(row)));

/** The cards that are done in turn with this one, A1 and A2; by itself where it has no letter. */
export function inTurn(card) {
  const { superset } = targetOfCard(card);
  return superset ? cards().filter((other) => targetOfCard(other).superset === superset) : [card];
}
export const isFull = (row) => marksOf(row).every(isDone);

export const marksOf = (row) => $$(".side", row);
export const markOf = (id) => $(`[data-id="${id}"]`);
export const isDone = (mark) => mark.classList.contains("done");
export const nextMark = (row) => marksOf(row).find((mark) => !isDone(mark));
const differs = (marks, name) => new Set(marks.map(({ dataset }) => dataset[name])).size > 1;
export const isUneven = (row) => differs(marksOf(row).filter(isDone), "load");

export const fieldOf = (row, name) => $(`[name=${name}]`, row);
export const numberOf = (field) => (field ? numberIn(field.value) : 0);
export const typed = (row) => ({
  amount: fieldOf(row, "amount").value,
  load: fieldOf(row, "load")?.value,
  unit: targetOf(row).unit,
});

/** What a mark was logged with, in the unit that was typed then. */
export function valuesOf(mark) {
  const { amount, load, rpe, unit } = mark.dataset;
  return { amount, load, rpe, unit: unit || targetOf(rowOf(mark)).unit };
}

const KG_PER_LB = 0.45359237;

/** A load in another unit, rounded to what plates come in. */
export function inUnit(load, from, to) {
  if (!load || from === to) return load;
  if (to === "kg") return Math.round(Number(load) * KG_PER_LB * 2) / 2;
  return Math.round(Number(load) / KG_PER_LB);
}

/** What a tap would log of the row, in words. */
export function amountOf(row) {
  const { load_step: takesLoad, reps: isCounted, unit } = targetOf(row);
  const amount = numberOf(fieldOf(row, "amount"));
  const load = takesLoad ? numberOf(fieldOf(row, "load")) : 0;
  if (!isCounted) return amountWords({ load, unit, seconds: amount });
  if (load) return amountWords({ load, unit, reps: amount });
  return `${amount} ${words.reps}`;
}

/** What was done of a full row, where its sides differ: “L 24 kg × 8 · R 24 kg × 6”; else what its fields hold. */
export function doneWords(row) {
  const marks = marksOf(row);
  if (!isFull(row) || !(differs(marks, "amount") || differs(marks, "load"))) return amountOf(row);
  const { reps: isCounted } = targetOf(row);
  const sides = marks.map((mark) => {
    const { amount, load, unit } = valuesOf(mark);
    const work = isCounted ? { reps: amount } : { seconds: amount };
    return `${mark.textContent} ${amountWords({ load: Number(load) ? load : "", unit, ...work })}`;
  });
  return sides.join(" · ");
}

export function fill(row, { amount, load }) {
  if (amount !== undefined) fieldOf(row, "amount").value = amount;
  if (load !== undefined && fieldOf(row, "load")) fieldOf(row, "load").value = load || 0;
}
