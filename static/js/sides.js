// What a row's menu changes: each side for itself, and the unit that this gym's plates are in.
import {
  $,
  $$,
  cardOf,
  fill,
  inUnit,
  isUneven,
  nextMark,
  numberOf,
  rowsOf,
  targetOfCard,
  typed,
  valuesOf,
} from "./rows.js";
import { owner } from "./store.js";

/** By card, what was typed last for each side. */
const own = new Map();

/** Where sides differ, the next side starts from its own last values. */
export function sideUp(row) {
  const values = own.get(cardOf(row))?.[nextMark(row)?.dataset.side];
  if (values) fill(row, values);
}

export function remember(row, mark) {
  const sides = own.get(cardOf(row));
  if (sides) sides[mark.dataset.side] = typed(row);
}

export function split(card, isOn = !own.has(card)) {
  if (isOn) own.set(card, loggedBySide(card));
  else own.delete(card);
  const button = $("[data-split]", card);
  if (button) button.ariaPressed = String(isOn);
}

function loggedBySide(card) {
  const { unit } = targetOfCard(card);
  const sides = {};
  for (const mark of $$(".side.done", card)) {
    const values = valuesOf(mark);
    sides[mark.dataset.side] = { ...values, load: inUnit(values.load, values.unit, unit) };
  }
  return sides;
}

/** Steps come in what plates come in: 2.5 kg is 5 lb. */
function stepIn(unit, step) {
  if (unit === "kg") return step / 2;
  return Math.max(2.5, Math.round((step * 2) / 2.5) * 2.5);
}

function useUnit(card, unit) {
  const target = targetOfCard(card);
  if (!target.load_step || target.unit === unit) return;
  for (const field of $$("[name=load]", card)) field.value = inUnit(numberOf(field), target.unit, unit);
  Object.assign(target, { unit, load_step: stepIn(unit, Number(target.load_step)) });
  if (own.has(card)) split(card, true);
  label(card);
}

// What stands around the load fields follows the target: unit, steps, and the other unit on offer.
function label(card) {
  const { unit, load_step: step } = targetOfCard(card);
  for (const field of $$("[name=load]", card)) {
    field.previousElementSibling.textContent = unit;
    for (const button of $$("[data-step]", field.closest(".stepper"))) {
      button.dataset.step = Math.sign(button.dataset.step) * step;
    }
  }
  for (const select of $$("[name=unit]", card)) select.value = unit;
  const offer = $("[data-unit]", card);
  if (offer) offer.textContent = offer.dataset[otherUnit(unit)];
}

/** After a swap: the card's own unit again, then the one that was chosen for the exercise. */
export function refresh(card) {
  own.delete(card);
  label(card);
  recall(card);
}

const keyOf = (card) => `unit:${owner}:${targetOfCard(card).exercise}`;
const otherUnit = (unit) => (unit === "kg" ? "lb" : "kg");

export function toggleUnit(card) {
  const unit = otherUnit(targetOfCard(card).unit);
  useUnit(card, unit);
  localStorage.setItem(keyOf(card), unit);
}

/** As it was left: the unit of each exercise, and sides that differ already. */
export function recall(card) {
  const unit = localStorage.getItem(keyOf(card));
  if (unit) useUnit(card, unit);
  if (rowsOf(card).some(isUneven)) split(card, true);
}
