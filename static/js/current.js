// Which row of sets the dock is about.
import { cardOf, inTurn, isFull, rowsToDo, typed } from "./rows.js";

let picked;
let typedWhenPicked = {};

/**
 * The row that was picked, else the next to do, of the open card first; of cards that are done in turn the one with the
 * fewest sets done.
 */
export function current() {
  if (picked) return picked;
  const left = rowsToDo().filter((row) => !isFull(row));
  const here = left.find((row) => cardOf(row).open);
  if (!here) return left[0];
  const turn = inTurn(cardOf(here));
  const numberOf = (row) => Number(row.dataset.number);
  const inOrder = left
    .filter((row) => turn.includes(cardOf(row)))
    .sort((one, other) => numberOf(one) - numberOf(other));
  return inOrder[0];
}

/** Nothing: the next to do is the current one again. */
export function pick(row) {
  picked = row;
  if (row) typedWhenPicked = typed(row);
}

/** What stood in the row's fields when it was picked. */
export const typedBefore = () => typedWhenPicked;
