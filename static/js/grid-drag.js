// Rows are dragged by their first cell, also from one workout to another.
/** isReplaced() -- whether a new table is on its way, which knows nothing of a row that is moved in this one */
export function dragRows(form, changed, isReplaced) {
  let row;

  const keep = () => {
    for (const table of form.querySelectorAll("table[data-letter]")) {
      const keys = [...table.querySelectorAll("tr[data-key]")].map((each) => each.dataset.key);
      form.elements[`rows-${table.dataset.letter}`].value = keys.join(",");
    }
  };

  form.addEventListener("dragstart", (event) => {
    const handle = event.target.closest?.(".pick");
    if (!handle) return;
    if (isReplaced()) return event.preventDefault();
    row = handle.closest("tr");
    row.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.key);
  });

  form.addEventListener("dragover", (event) => {
    const body = row && event.target.closest("tbody");
    if (!body) return;
    event.preventDefault();
    const over = event.target.closest("tr");
    if (!over || over === row) return;
    const box = over.getBoundingClientRect();
    over[event.clientY > box.top + box.height / 2 ? "after" : "before"](row);
  });

  form.addEventListener("dragend", () => {
    row?.classList.remove("dragged");
    row = undefined;
    keep();
    changed();
  });
}
