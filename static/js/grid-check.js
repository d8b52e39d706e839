// What the server's rules say of the grid as typed: the check, the totals, why a field cannot be read.
import { takeWeek } from "./grid-week.js";

export function showCheck(form, { check, totals, errors, marks, week }) {
  document.getElementById("check").innerHTML = check;
  if (week) takeWeek(week);
  for (const [letter, html] of Object.entries(totals)) {
    form.querySelector(`table[data-letter=${letter}] tfoot`).innerHTML = html;
  }
  for (const field of form.querySelectorAll("table :is(input, textarea), .table-head input"))
    explain(field, errors[field.name]);
  for (const [key, [pattern, label]] of Object.entries(marks)) markPattern(form, key, pattern, label);
}

/** Says below a field why it cannot be read, or takes that back. */
function explain(field, reason) {
  const note = field.parentElement.querySelector(":scope > .why");
  if (reason) {
    (note ?? addNote(field)).textContent = reason;
    field.ariaInvalid = "true";
    return;
  }
  if (field.ariaInvalid) note?.remove();
  field.ariaInvalid = null;
}

function addNote(field) {
  const note = document.createElement("span");
  note.className = "why";
  return field.parentElement.appendChild(note);
}

function markPattern(form, key, pattern, label) {
  const mark = form.querySelector(`tr[data-key="${key}"] .pattern`);
  if (!mark || mark.dataset.pattern === pattern) return;
  mark.dataset.pattern = pattern;
  mark.textContent = label;
}
