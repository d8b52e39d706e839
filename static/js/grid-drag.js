// Rows are dragged by their first cell, also from one workout to another.

/** Writes the order of the rows into the fields that the form sends. */
function keepOrder(form) {
  for (const table of form.querySelectorAll("table[data-letter]")) {
    const keys = [...table.querySelectorAll("tr[data-key]")].map((row) => row.dataset.key);
    form.elements[`rows-${table.dataset.letter}`].value = keys.join(",");
  }
}

/** isReplaced() -- whether a new table is on its way, which knows nothing of a row that is moved in this one */
export function dragRows(form, changed, isReplaced) {
  let dragged;

  form.addEventListener("dragstart", (event) => {
    const handle = event.target.closest?.(".pick");
    if (!handle) return;
    if (isReplaced()) return event.preventDefault();
    dragged = handle.closest("tr");
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.key);
  });

  form.addEventListener("dragover", (event) => {
    if (!dragged || !event.target.closest("tbody")) return;
    event.preventDefault();
    const over = event.target.closest("tr");
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    const isLowerHalf = event.clientY > box.top + box.height / 2;
    if (isLowerHalf) over.after(dragged);
    else over.before(dragged);
  });

  form.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = undefined;
    keepOrder(form);
    changed();
  });
}
