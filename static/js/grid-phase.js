// The phase in hand: rows that have no dose in its weeks are folded, and the table says how many there are of which phase.
const IN_HAND = "[data-phase].in-hand";
/** More rows than this in a workout: the phase of the chosen week is in hand when the page opens. */
const MANY = 10;

const isRest = (cell) => ["", "-"].includes(cell.value);
const keysOf = (button) => button.dataset.phase.split(" ");
const weekOf = (cell) => cell.name.split("-").pop();

/** The weeks in which a row has a dose. */
function weeksOf(row) {
  const cells = [...row.querySelectorAll(".dose")].filter((cell) => !isRest(cell));
  return new Set(cells.map(weekOf));
}

/** Rows without any dose are about to be written, and one that cannot be read is to be seen: they stay. */
function isOfOtherPhases(row, inHand) {
  const weeks = weeksOf(row);
  return weeks.size > 0 && !row.querySelector("[aria-invalid]") && !inHand.some((key) => weeks.has(key));
}

function fold(table, inHand) {
  const folded = [];
  for (const row of table.tBodies[0].rows) {
    row.hidden = inHand.length > 0 && isOfOtherPhases(row, inHand);
    if (row.hidden) folded.push(weeksOf(row));
  }
  const bar = table.querySelector(".folded");
  bar.hidden = !folded.length;
  for (const button of bar.querySelectorAll("[data-phase]")) {
    const count = folded.filter((weeks) => keysOf(button).some((key) => weeks.has(key))).length;
    button.hidden = !count;
    button.textContent = `› ${count}`;
  }
}

/** Which phase is in hand: its weeks, separated by blanks; empty for all rows. */
export const phaseInHand = (form) => form.querySelector(`.phases ${IN_HAND}`)?.dataset.phase ?? "";

/** phase -- weeks, as a button has them; one that is not there any more is all rows */
export function takeInHand(form, phase) {
  const bar = form.querySelector(".phases");
  if (!bar) return;
  bar.hidden = false;
  const buttons = [...bar.querySelectorAll("[data-phase]")];
  const chosen = buttons.find((button) => button.dataset.phase === phase) ?? buttons[0];
  for (const button of buttons) {
    button.classList.toggle("in-hand", button === chosen);
    button.ariaPressed = String(button === chosen);
  }
  const inHand = chosen.dataset.phase ? keysOf(chosen) : [];
  for (const table of form.querySelectorAll("table[data-letter]")) fold(table, inHand);
}

/** The phase that the page opens with: of the chosen week where a workout has many rows, else all rows. */
export function phaseToBeginWith(form) {
  const isLong = [...form.querySelectorAll("table[data-letter]")].some((table) => table.tBodies[0].rows.length > MANY);
  const week = form.querySelector("[name=week]:checked")?.value;
  const buttons = [...form.querySelectorAll(".phases [data-phase]")];
  const own = buttons.find((button) => keysOf(button).includes(week));
  return isLong && own ? own.dataset.phase : "";
}
