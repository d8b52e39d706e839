// Exercises are picked by typing: by name, pattern or equipment. One list serves every field.
import { at } from "./grid-keys.js";

let form;
let taken;
let field;
/** What was typed last and is being looked up. */
let asking;
/** Cells that were left before their answer came: each gets the first name found. */
const left = new Set();

const list = () => document.getElementById("names");
const options = () => [...list().children];
const isOpen = () => Boolean(field) && !list().hidden;
const picked = () => options().find((option) => option.ariaSelected === "true");

function close() {
  if (!list()) return;
  list().hidden = true;
  if (field) field.ariaExpanded = "false";
}

function pick(option) {
  for (const each of options()) each.ariaSelected = String(each === option);
  field.setAttribute("aria-activedescendant", option.id);
}

const find = (text) =>
  fetch(`${form.dataset.names}?q=${encodeURIComponent(text)}`)
    .then((answer) => answer.json())
    .then((found) => found.names)
    .catch(() => []);

async function suggest() {
  const mine = { name: field.name, text: field.value, names: find(field.value) };
  asking = mine;
  const names = await mine.names;
  if (mine !== asking) return; // typed on, picked, or left
  asking = undefined;
  if (!names.length || names[0] === field.value) return close();
  list().replaceChildren(
    ...names.map((name, order) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `name-${order}`, role: "option", textContent: name });
      return option;
    }),
  );
  list().hidden = false;
  field.ariaExpanded = "true";
  place();
  pick(options()[0]);
}

/** Puts the open list below its field; again after rows above it have grown. */
export function place() {
  if (!isOpen()) return;
  const box = field.getBoundingClientRect();
  const origin = list().offsetParent.getBoundingClientRect();
  list().style.left = `${box.left - origin.left}px`;
  list().style.top = `${box.bottom - origin.top}px`;
}

function take() {
  field.value = picked().textContent;
  asking = undefined;
  close();
  taken(field.name);
}

// Who types fast means what was typed, not the list for its first letters, and does not wait for it.
function leave() {
  const { name, text, names } = asking;
  asking = undefined;
  close();
  const answered = names.then(([first]) => {
    const cell = form.elements[name]; // an edit may have renewed it meanwhile
    if (cell?.value === text && first) cell.value = first;
    left.delete(answered);
    taken();
  });
  left.add(answered);
}

/** Takes a new form without closing the list that is open in the old one. */
export function keepOpen(fresh, replace) {
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
  pick(picked());
  place();
}

/** A promise for when no cell waits for its name; null if none does. */
export function named() {
  if (asking) leave();
  return left.size ? Promise.all(left) : null;
}

/** Calls whenTaken(field's name) once an exercise is picked, and whenTaken() where a name that was typed arrives. Enter goes on to the row below, Tab to the next cell, both at once. */
export function combobox(grid, whenTaken) {
  [form, taken] = [grid, whenTaken];
  form.addEventListener("input", ({ target }) => {
    if (!target.matches("[role=combobox]")) return;
    field = target;
    suggest();
  });
  form.addEventListener(
    "keydown",
    (event) => {
      if (event.target !== field) return;
      const isDone = event.key === "Enter" || event.key === "Tab";
      const place = isOpen() ? options().indexOf(picked()) : undefined;
      const next = isOpen() ? { ArrowDown: place + 1, ArrowUp: place - 1 }[event.key] : undefined;
      if (next !== undefined) {
        event.preventDefault();
        asking = undefined; // chosen among these
        pick(options().at(next % options().length));
      } else if (isDone && (asking || isOpen())) {
        if (asking) leave();
        else take();
        if (event.key !== "Enter") return;
        event.preventDefault();
        if (field.closest("tbody")) at(field, 1, 0)?.focus();
      } else if (event.key === "Escape" && isOpen()) {
        event.preventDefault();
        asking = undefined;
        close();
      }
    },
    true,
  );
  form.addEventListener("mousedown", (event) => {
    const option = event.target.closest("#names li");
    if (!option) return;
    event.preventDefault();
    pick(option);
    take();
  });
  form.addEventListener("focusout", ({ target }) => {
    if (target === field) asking ? leave() : close();
  });
}
