// The session page as it stands: cards, rows of sets, and a mark for each side of a set.
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const json = (id) => JSON.parse(document.getElementById(id).textContent);
export const words = json("words");
export const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export const session = document.body.dataset.session;
/** What each card is now, by its target: a swap puts another exercise in place. */
export const entryOf = Object.fromEntries(json("entries").map((entry) => [entry.prescription, entry]));

export const cardOf = (row) => row.closest(".exercise");
export const targetOf = (row) => entryOf[cardOf(row).dataset.prescription];
export const marksOf = (row) => $$(".side", row);
export const isDone = (mark) => mark.classList.contains("done");
export const isFull = (row) => marksOf(row).every(isDone);
export const isSkipped = (card) => card.classList.contains("skipped");
/** The rows that are to be done: what is left out is left out. */
export const rows = () => $$(".set").filter((row) => !isSkipped(cardOf(row)));
export const fieldOf = (row, name) => $(`[name=${name}]`, row);
export const figure = (field) => Math.max(0, Number.parseFloat(field?.value.replace(",", ".")) || 0);
export const typed = (row) => ({
  amount: fieldOf(row, "amount").value,
  load: fieldOf(row, "load")?.value,
  unit: targetOf(row).unit,
});
/** What a mark was logged with, in the unit that was typed then. */
export const valuesOf = (mark) => {
  const { amount, load, rpe, unit } = mark.dataset;
  return { amount, load, rpe, unit: unit || targetOf(mark.closest(".set")).unit };
};
const KG_PER_LB = 0.45359237;
/** A load in another unit, rounded to what plates come in. */
export function inUnit(load, from, to) {
  if (!load || from === to) return load;
  const exact = Number(load) * (to === "kg" ? KG_PER_LB : 1 / KG_PER_LB);
  return to === "kg" ? Math.round(exact * 2) / 2 : Math.round(exact);
}
export const isUneven = (row) =>
  new Set(
    marksOf(row)
      .filter(isDone)
      .map((mark) => mark.dataset.load),
  ).size > 1;
export const nextMark = (row) => marksOf(row).find((mark) => !isDone(mark));

export function amountOf(row) {
  const entry = targetOf(row);
  const amount = figure(fieldOf(row, "amount"));
  const load = entry.load_step ? figure(fieldOf(row, "load")) : 0;
  const work = entry.reps ? amount : `${amount} s`;
  if (load) return `${load} ${entry.unit} × ${work}`;
  return entry.reps ? `${work} ${words.reps}` : work;
}

export function fill(row, { amount, load }) {
  if (amount !== undefined) fieldOf(row, "amount").value = amount;
  if (load !== undefined && fieldOf(row, "load")) fieldOf(row, "load").value = load || 0;
}
