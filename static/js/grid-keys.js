// Arrows, Enter and Tab move as in a spreadsheet; a block from a spreadsheet is pasted into cells.
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

/** The rows from this one on that are seen: a block fills them, and what it has more is added to their workout. */
function rowsFrom(row) {
  const rows = rowsOf(row.closest("tbody"));
  return rows.slice(rows.indexOf(row)).map(({ dataset }) => dataset.key);
}

/** Tabs part columns, lines part rows. paste -- takes what the clinic needs to put the block in, as one edit */
export function pasteBlocks(form, paste) {
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    const isBlock = /[\t\n]/.test(text.trim());
    const row = event.target.closest("tr[data-key]");
    if (!isBlock || !row) return;
    event.preventDefault();
    paste({ paste_into: event.target.name, paste_rows: rowsFrom(row).join(","), paste_text: text });
  });
}
