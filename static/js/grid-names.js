// Exercises are picked by typing: by name, pattern or equipment. One list serves every field.
import { cellAt } from "./grid-keys.js";

/** Milliseconds until what was typed is taken as it stands: an edit waits for the name, and must not wait for ever. */
const PATIENCE = 10_000;
let form;
let whenTaken;
let field;
/** The still figure of each name that has been found and has one. */
const figures = new Map();
/** What was typed last and is being looked up: {name, text, names}. */
let lookup;
/** One promise for each cell that was left before its answer came: it gets the first name found. */
const unanswered = new Set();

const list = () => document.getElementById("names");
const options = () => [...list().children];
const isOpen = () => Boolean(field) && !list().hidden;
const pickedOption = () => options().find((option) => option.ariaSelected === "true");

function close() {
  if (!list()) return;
  list().hidden = true;
  if (field) field.ariaExpanded = "false";
}

function pick(picked) {
  for (const option of options()) option.ariaSelected = String(option === picked);
  field.setAttribute("aria-activedescendant", picked.id);
}

async function findNames(text) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(`${form.dataset.names}?q=${encodeURIComponent(text)}`, { signal });
    const found = await answer.json();
    for (const [name, figure] of Object.entries(found.figures)) figures.set(name, figure);
    return found.names;
  } catch {
    return [];
  }
}

function optionOf(name, order) {
  const option = document.createElement("li");
  Object.assign(option, { id: `name-${order}`, role: "option", textContent: name });
  if (figures.has(name)) option.prepend(Object.assign(new Image(38, 36), { src: figures.get(name), alt: "" }));
  return option;
}

async function suggest() {
  const own = { name: field.name, text: field.value, names: findNames(field.value) };
  lookup = own;
  const names = await own.names;
  if (own !== lookup) return; // typed on, picked, or left
  lookup = undefined;
  if (!names.length || names[0] === field.value) return close();
  list().replaceChildren(...names.map(optionOf));
  list().hidden = false;
  field.ariaExpanded = "true";
  alignList();
  pick(options()[0]);
}

/** Puts the open list below its field; again after rows above it have grown. */
export function alignList() {
  if (!isOpen()) return;
  const box = field.getBoundingClientRect();
  const origin = list().offsetParent.getBoundingClientRect();
  list().style.left = `${box.left - origin.left}px`;
  list().style.top = `${box.bottom - origin.top}px`;
}

function take() {
  field.value = pickedOption().textContent;
  lookup = undefined;
  close();
  whenTaken(field.name);
}

// Who types fast means what was typed, not the list for its first letters, and does not wait for it.
function leaveUnanswered() {
  const { name, text, names } = lookup;
  lookup = undefined;
  close();
  const answered = names.then(([first]) => {
    const cell = form.elements[name]; // an edit may have renewed it meanwhile
    if (cell?.value === text && first) cell.value = first;
    unanswered.delete(answered);
    whenTaken();
  });
  unanswered.add(answered);
}

/** Takes a new form without closing the list that is open in the old one. */
export function keepListOpen(fresh, replace) {
  const wasOpen = isOpen();
  const name = field?.name;
  field = undefined; // its going is not a leaving
  fresh.querySelector("#names")?.replaceWith(list());
  replace();
  field = form.elements[name];
  if (!wasOpen) return;
  list().hidden = !field;
  if (!field) return;
  field.ariaExpanded = "true";
  pick(pickedOption());
  alignList();
}

/** A promise for when no cell waits for its name; null if none does. */
export function whenNamed() {
  if (lookup) leaveUnanswered();
  return unanswered.size ? Promise.all(unanswered) : null;
}

function moveInList(by) {
  lookup = undefined; // chosen among these
  const next = options().indexOf(pickedOption()) + by;
  pick(options().at(next % options().length));
}

/** Enter goes on to the row below, Tab to the next cell; both take what is picked. */
function takeByKey(event) {
  if (lookup) leaveUnanswered();
  else take();
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (field.closest("tbody")) cellAt(field, 1, 0)?.focus();
}

function handleKey(event) {
  if (event.target !== field) return;
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isDone = event.key === "Enter" || event.key === "Tab";
  if (arrow && isOpen()) {
    event.preventDefault();
    moveInList(arrow);
  } else if (isDone && (lookup || isOpen())) {
    takeByKey(event);
  } else if (event.key === "Escape" && isOpen()) {
    event.preventDefault();
    lookup = undefined;
    close();
  }
}

/** Calls taken(field's name) once an exercise is picked, and taken() where a name that was typed arrives. */
export function pickByTyping(grid, taken) {
  form = grid;
  whenTaken = taken;
  form.addEventListener("input", ({ target }) => {
    if (!target.matches("[role=combobox]")) return;
    field = target;
    suggest();
  });
  form.addEventListener("keydown", handleKey, true);
  form.addEventListener("mousedown", (event) => {
    const option = event.target.closest("#names li");
    if (!option) return;
    event.preventDefault();
    pick(option);
    take();
  });
  form.addEventListener("focusout", ({ target }) => {
    if (target !== field) return;
    if (lookup) leaveUnanswered();
    else close();
  });
}
