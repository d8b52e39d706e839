// The grid at keyboard speed. Every action is also a plain form button, so the page works without this file.
import { combobox, named, place } from "./grid-names.js";
import { dragRows } from "./grid-drag.js";
import { chosen, keyboard, paste } from "./grid-keys.js";

const form = document.getElementById("grid");
/** Buttons that leave the page: they post the plain way. */
const LEAVES = new Set(["save", "overwrite", "template", "discard"]);
const CHECK_AFTER = 40;
/** Fields that the server sets: what it answers counts. */
const OURS = new Set(["step", "base", "weeks", "workouts", "row", "week", "do"]);
let timer;
let asking;
let isChanged = "changed" in form.dataset;
let isLeaving = false;
/** Something was typed that the draft does not have yet. */
let isUnsaid = false;

// -- the live check: what the server's rules say, and the draft that it keeps ------------------

function changed() {
  isChanged = isUnsaid = true;
  clearTimeout(timer);
  timer = setTimeout(live, CHECK_AFTER);
}

async function live() {
  asking?.abort();
  asking = new AbortController();
  const body = new FormData(form);
  body.set("do", "check");
  isUnsaid = false;
  const { signal } = asking;
  const answer = await fetch(location.pathname, { method: "POST", body, signal }).catch(() => null);
  const found = answer?.ok && (await answer.json().catch(() => null));
  if (signal.aborted || !found) isUnsaid = true;
  if (signal.aborted) return;
  if (!found) return say(form.dataset.away);
  const { check, totals, errors, marks, step } = found;
  form.elements.step.value = step;
  document.getElementById("check").innerHTML = check;
  for (const [letter, html] of Object.entries(totals)) form.querySelector(`table[data-letter=${letter}] tfoot`).innerHTML = html;
  for (const field of form.querySelectorAll("table input, .table-head input")) explain(field, errors[field.name]);
  for (const [key, [pattern, label]] of Object.entries(marks)) mark(key, pattern, label);
  place();
}

function explain(field, why) {
  let note = field.parentElement.querySelector(":scope > .why");
  if (!why) {
    if (field.ariaInvalid) note?.remove();
    field.ariaInvalid = null;
    return;
  }
  if (!note) note = field.parentElement.appendChild(Object.assign(document.createElement("span"), { className: "why" }));
  note.textContent = why;
  field.ariaInvalid = "true";
}

function mark(key, pattern, label) {
  const place = form.querySelector(`tr[data-key="${key}"] .pattern`);
  if (!place || place.dataset.pattern === pattern) return;
  place.dataset.pattern = pattern;
  place.textContent = label;
}

// -- edits: the button's own post, but only the form is taken from the answer -------------------

let working = Promise.resolve();

// What was typed is in the draft before anything else happens to it: undo comes back to exactly that.
async function settle() {
  clearTimeout(timer);
  if (isUnsaid) await live();
}

// One after the other, each on the row and week that were chosen when its button was pressed.
function edit(action) {
  const row = form.querySelector("[name=row]:checked")?.value;
  const week = form.querySelector("[name=week]:checked")?.value;
  working = working.then(named).then(settle).then(() => post({ do: action, row, week }));
}

async function post(fields) {
  clearTimeout(timer);
  asking?.abort();
  const body = new FormData(form);
  for (const [name, value] of Object.entries(fields)) if (value) body.set(name, value);
  const answer = await fetch(location.pathname, { method: "POST", body }).catch(() => null);
  if (!answer) return say(form.dataset.away);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("grid");
  return fresh ? show(fresh, body) : say(form.dataset.away);
}

// The new form, with the cursor where it was and what was typed while the answer was under way.
function show(fresh, sent) {
  const { activeElement: here } = document;
  const [name, start, end] = [here?.name, here?.selectionStart, here?.selectionEnd];
  const typed = [...new FormData(form)].filter(([key, value]) => !OURS.has(key) && sent.has(key) && sent.get(key) !== value);
  form.replaceChildren(...fresh.childNodes);
  isChanged = true;
  for (const [key, value] of typed) if (form.elements[key]?.type === "text") form.elements[key].value = value;
  const field = form.elements[name] ?? chosen(form)?.closest("tr")?.querySelector("[role=combobox]");
  if (field instanceof HTMLElement) field.focus();
  if (start != null) field?.setSelectionRange?.(start, end);
  if (typed.length) changed();
}

function say(text) {
  const said = document.getElementById("said");
  said.hidden = false;
  said.textContent = text;
}

form.addEventListener("submit", (event) => {
  const name = event.submitter?.value.split(":")[0];
  const names = named();
  if (!name || (LEAVES.has(name) && !names)) return (isLeaving = true);
  event.preventDefault();
  if (LEAVES.has(name)) return names.then(() => form.requestSubmit(event.submitter));
  return edit(event.submitter.value);
});

addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  const press = (value) => (event.preventDefault(), form.querySelector(`.tools [value="${value}"]`)?.click());
  if (command && key === "s") press("save");
  else if (command && (key === "y" || (key === "z" && event.shiftKey))) press("redo");
  else if (command && key === "z") press("undo");
  else if (event.altKey && key === "arrowup") press("up");
  else if (event.altKey && key === "arrowdown") press("down");
  else if (event.altKey && key === "arrowright") press("fill");
});

// The row and week that the cursor is in are the chosen ones.
form.addEventListener("focusin", ({ target }) => {
  const row = target.closest("tr")?.querySelector("[name=row]");
  if (row) row.checked = true;
  const week = target.matches(".dose") && target.name.split("-").pop();
  if (week) form.querySelector(`[name=week][value="${week}"]`).checked = true;
});

form.addEventListener("input", ({ target }) => target.closest("table, .table-head, .program-name") && changed());
keyboard(form, () => form.querySelector(`[value="add:${document.activeElement.closest("table").dataset.letter}"]`)?.click());
paste(form, changed);
combobox(form, changed);
dragRows(form, changed);
addEventListener("beforeunload", (event) => isChanged && !isLeaving && event.preventDefault());
