// What the server's rules say of the grid as typed: the check, the totals, why a field cannot be read.
export function showCheck(form, { check, totals, errors, marks }) {
  document.getElementById("check").innerHTML = check;
  for (const [letter, html] of Object.entries(totals))
    form.querySelector(`table[data-letter=${letter}] tfoot`).innerHTML = html;
  for (const field of form.querySelectorAll("table input, .table-head input")) explain(field, errors[field.name]);
  for (const [key, [pattern, label]] of Object.entries(marks)) mark(form, key, pattern, label);
}

function explain(field, why) {
  let note = field.parentElement.querySelector(":scope > .why");
  if (!why) {
    if (field.ariaInvalid) note?.remove();
    field.ariaInvalid = null;
    return;
  }
  if (!note)
    note = field.parentElement.appendChild(Object.assign(document.createElement("span"), { className: "why" }));
  note.textContent = why;
  field.ariaInvalid = "true";
}

function mark(form, key, pattern, label) {
  const place = form.querySelector(`tr[data-key="${key}"] .pattern`);
  if (!place || place.dataset.pattern === pattern) return;
  place.dataset.pattern = pattern;
  place.textContent = label;
}
