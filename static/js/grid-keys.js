// Arrows, Enter and Tab move as in a spreadsheet; a block from a spreadsheet is pasted into cells.
import { showRest } from "./grid-week.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const cellsOf = (row) => [...row.querySelectorAll("input:not([type=hidden], [type=radio]), textarea")];
/** Rows that are seen; those of other phases are passed over. */
const rowsOf = (body) => [...body.rows].filter((row) => !row.hidden);

/** The cell so many rows down and columns to the right, also in the next workout. */
export function cellAt(cell, down, right) {
  const rows = [...cell.closest("form").querySelectorAll("tbody")].flatMap(rowsOf);
  const ownRow = cell.closest("tr");
  const row = rows[rows.indexOf(ownRow) + down];
  if (!row) return undefined;
  const column = cellsOf(ownRow).indexOf(cell) + right;
  return cellsOf(row)[column];
}

/** The radio of the row that the buttons of the toolbar are about. */
export const chosenRow = (form) => form.querySelector("[name=row]:checked");

// Left and right leave a cell only at the end of its text; up, down and Enter always do.
function leavesCell(key, cell) {
  if (key === "ArrowLeft") return cell.selectionStart === 0 && cell.selectionEnd <= cell.value.length;
  if (key === "ArrowRight") return cell.selectionEnd === cell.value.length;
  return true;
}

/** Enter in the last row's exercise calls addRow. */
export function moveByKeys(form, addRow) {
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    const move = MOVES[event.key];
    const isInTable = cell.matches("tbody :is(input:not([type=radio]), textarea)");
    const isCommand = event.altKey || event.ctrlKey || event.metaKey;
    if (!move || !isInTable || isCommand || event.defaultPrevented || !leavesCell(event.key, cell)) return;
    event.preventDefault();
    const isLastRow = rowsOf(cell.closest("tbody")).at(-1) === cell.closest("tr");
    const isNamedExercise = cell.matches("[role=combobox]") && cell.value;
    if (event.key === "Enter" && isLastRow && isNamedExercise) return addRow();
    const next = cellAt(cell, ...move);
    next?.focus();
    next?.select();
  });
}

/** Fills lines into rows, from that column on. Answers how many columns found no week. */
function fillRows(rows, lines, column, changed) {
  let left = 0;
  for (const [place, line] of lines.entries()) {
    for (const [right, value] of line.entries()) {
      const cell = cellsOf(rows[place])[column + right];
      if (!cell) left = Math.max(left, column + right + 1 - cellsOf(rows[place]).length);
      if (!cell || cell.readOnly) continue;
      cell.value = value.trim();
      showRest(cell);
      changed(cell.name);
    }
  }
  return left;
}

/**
 * A block goes into the cell's own workout. Rows that it has not are added to it first, and what has no week is told.
 * grid -- {changed(name), addRow(table), whenDone(act), tell({columns, rows} that were not taken)}
 */
function paste(cell, text, grid) {
  const lines = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split("\t"));
  const row = cell.closest("tr");
  const column = cellsOf(row).indexOf(cell);
  const { letter } = cell.closest("table").dataset;
  const table = () => document.querySelector(`table[data-letter="${letter}"]`);
  const count = table().tBodies[0].rows.length;
  const rows = rowsOf(table().tBodies[0]);
  const here = rows.slice(rows.indexOf(row));
  const beyond = lines.slice(here.length);
  const columns = fillRows(here, lines.slice(0, here.length), column, grid.changed);
  for (const _line of beyond) grid.addRow(table());
  grid.whenDone(() => {
    const added = [...table().tBodies[0].rows].slice(count); // fewer than asked for where the workout is full
    const more = fillRows(added, beyond.slice(0, added.length), column, grid.changed);
    grid.tell({ columns: Math.max(columns, more), rows: beyond.length - added.length });
  });
}

/** Tabs part columns, lines part rows. */
export function pasteBlocks(form, grid) {
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    const isBlock = /[\t\n]/.test(text.trim());
    if (!isBlock || !event.target.closest("tbody")) return;
    event.preventDefault();
    paste(event.target, text, grid);
  });
}
