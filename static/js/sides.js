// What a row's menu changes: each side for itself, and the unit that this gym's plates are in.
import { $, $$, cardOf, entryOf, figure, fill, inUnit, isUneven, nextMark, typed, valuesOf } from "./rows.js";
import { owner } from "./store.js";

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
  const { unit } = entryOf[card.dataset.prescription];
  const values = (mark) => ({ ...valuesOf(mark), load: inUnit(mark.dataset.load, valuesOf(mark).unit, unit) });
  if (isOn) own.set(card, Object.fromEntries($$(".side.done", card).map((mark) => [mark.dataset.side, values(mark)])));
  else own.delete(card);
  const button = $("[data-split]", card);
  if (button) button.ariaPressed = String(isOn);
}

// Steps come in what plates come in: 2.5 kg is 5 lb.
const stepIn = (unit, step) => (unit === "lb" ? Math.max(2.5, Math.round((step * 2) / 2.5) * 2.5) : step / 2);

function useUnit(card, unit) {
  const entry = entryOf[card.dataset.prescription];
  if (!entry.load_step || entry.unit === unit) return;
  for (const field of $$("[name=load]", card)) field.value = inUnit(figure(field), entry.unit, unit);
  Object.assign(entry, { unit, load_step: stepIn(unit, Number(entry.load_step)) });
  if (own.has(card)) split(card, true);
  label(card);
}

// What stands around the load fields follows the entry: unit, steps, and the other unit on offer.
function label(card) {
  const { unit, load_step: step } = entryOf[card.dataset.prescription];
  for (const field of $$("[name=load]", card)) {
    field.previousElementSibling.textContent = unit;
    for (const button of $$("[data-step]", field.closest(".stepper")))
      button.dataset.step = Math.sign(button.dataset.step) * step;
  }
  for (const select of $$("[name=unit]", card)) select.value = unit;
  const offer = $("[data-unit]", card);
  if (offer) offer.textContent = offer.dataset[toggled(unit)];
}

/** After a swap: the card's own unit again, then the one that was chosen for the exercise. */
export function refresh(card) {
  own.delete(card);
  label(card);
  recall(card);
}

const key = (card) => `unit:${owner}:${entryOf[card.dataset.prescription].exercise}`;
const toggled = (unit) => (unit === "kg" ? "lb" : "kg");

export function toggleUnit(card) {
  const unit = toggled(entryOf[card.dataset.prescription].unit);
  useUnit(card, unit);
  localStorage.setItem(key(card), unit);
}

/** As it was left: the unit of each exercise, and sides that differ already. */
export function recall(card) {
  const unit = localStorage.getItem(key(card));
  if (unit) useUnit(card, unit);
  if ($$(".set", card).some(isUneven)) split(card, true);
}
