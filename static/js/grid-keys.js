// Arrows, Enter and Tab move as in a spreadsheet; a block from a spreadsheet is pasted into cells.
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const cellsOf = (row) => [...row.querySelectorAll("input:not([type=hidden], [type=radio])")];

/** The cell so many rows down and columns to the right, also in the next workout. */
export function at(cell, down, right) {
  const rows = [...cell.closest("form").querySelectorAll("tbody tr")];
  const row = rows[rows.indexOf(cell.closest("tr")) + down];
  return row && cellsOf(row)[cellsOf(cell.closest("tr")).indexOf(cell) + right];
}

export const chosen = (form) => form.querySelector("[name=row]:checked");

// Left and right leave a cell only at the end of its text; up, down and Enter always do.
function leaves(event, cell) {
  if (event.key === "ArrowLeft") return cell.selectionStart === 0 && cell.selectionEnd <= cell.value.length;
  if (event.key === "ArrowRight") return cell.selectionEnd === cell.value.length;
  return true;
}

export function keyboard(form, addRow) {
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    const move = MOVES[event.key];
    const isOurs = move && cell.matches("tbody input:not([type=radio])") && !event.defaultPrevented;
    if (!isOurs || event.altKey || event.ctrlKey || event.metaKey || !leaves(event, cell)) return;
    event.preventDefault();
    const isLast = !cell.closest("tr").nextElementSibling;
    if (event.key === "Enter" && isLast && cell.matches("[role=combobox]") && cell.value) return addRow();
    const next = at(cell, ...move);
    next?.focus();
    next?.select();
  });
}

/** Tabs part columns, lines part rows. */
export function paste(form, changed) {
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!/[\t\n]/.test(text.trim()) || !event.target.closest("tbody")) return;
    event.preventDefault();
    text
      .trimEnd()
      .split(/\r?\n/)
      .forEach((line, down) => {
        line.split("\t").forEach((value, right) => {
          const cell = at(event.target, down, right);
          if (!cell || cell.readOnly) return;
          cell.value = value.trim();
          changed(cell.name);
        });
      });
  });
}
