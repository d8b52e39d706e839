// The grid at keyboard speed. Every action is also a plain form button, so the page works without this file.
import { inOrder, isBusy, NotDone, post } from "./grid-acts.js";
import { showCheck } from "./grid-check.js";
import { dragRows } from "./grid-drag.js";
import { chosen, keyboard, paste } from "./grid-keys.js";
import { combobox, keepOpen, named, place } from "./grid-names.js";
import { buttonUp, cursor, hold, isTroubled, putCursor, release, say } from "./grid-page.js";
import { bodyOf, keepTyped, pressed, typed } from "./grid-typed.js";

const form = document.getElementById("grid");
/** Buttons that leave the page when they are done. */
const LEAVES = new Set(["save", "overwrite", "template", "discard"]);
const CHECK_AFTER = 40;
let timer;
/** What is typed differs from the stored program. */
let isChanged = "changed" in form.dataset;
/** Something was typed that the draft does not have yet. */
let isUnsent = false;
let isLeaving = false;
/** Edits under way or waiting: their answers bring a new table. */
let edits = 0;

async function ask(body, action) {
  const wasUnsent = isUnsent;
  clearTimeout(timer);
  isUnsent = false;
  body.set("do", action);
  try {
    const answer = await post(body);
    if (isTroubled()) say(form.inert ? "waiting" : "");
    return answer;
  } catch (error) {
    isUnsent ||= wasUnsent;
    throw error;
  }
}

function notDone(error) {
  edits = 0;
  release(form);
  say(error instanceof NotDone ? error.notice : "failed", error.text);
  if (!(error instanceof NotDone)) reportError(error);
}

// -- the live check: what the server's rules say, and the draft that it keeps ------------------

/** name -- of the field that was typed into */
function changed(name) {
  if (name) typed(name);
  isUnsent = true;
  clearTimeout(timer);
  timer = setTimeout(() => inOrder(check, notDone), CHECK_AFTER);
}

async function check() {
  if (!isUnsent) return; // an edit took it along
  const found = await ask(new FormData(form), "check");
  await buttonUp();
  isChanged = found.is_changed;
  form.elements.step.value = found.step;
  showCheck(form, found);
  place();
}

// -- edits: the button's own post, but only the form is taken from the answer -------------------

function edit(action) {
  const press = pressed(form);
  const names = named();
  edits += 1;
  inOrder(async () => {
    await names;
    const answer = await ask(bodyOf(form, press), action);
    await buttonUp();
    edits -= 1;
    return answer.goes_to ? goTo(answer.goes_to) : show(answer, press);
  }, notDone);
}

/** The new form, with the cursor where it was and what was typed since. */
function show(page, press) {
  const fresh = page.getElementById("grid");
  const here = cursor();
  const isTyped = keepTyped(form, press, () => keepOpen(fresh, () => form.replaceChildren(...fresh.childNodes)));
  isChanged = "changed" in fresh.dataset;
  putCursor(form, here, chosen(form)?.closest("tr")?.querySelector("[role=combobox]"));
  if (isTyped) changed();
}

// -- leaving: after all that was asked for, and only when it is done ----------------------------

function leave(action) {
  const names = named();
  hold(form);
  inOrder(async () => {
    await names;
    const answer = await ask(new FormData(form), action);
    if (answer.goes_to) return goTo(answer.goes_to);
    release(form);
    show(answer, pressed(form));
  }, notDone);
}

/** Nothing follows: the promise stays open until the page is gone. */
function goTo(address) {
  isLeaving = true;
  location.assign(address);
  return new Promise(() => {});
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const action = event.submitter?.value ?? "save";
  if (LEAVES.has(action.split(":")[0])) leave(action);
  else edit(action);
});

// A link waits too; where something was not done already, the browser asks.
addEventListener("click", (event) => {
  const link = event.target.closest("a[href]:not([target])");
  const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || isElsewhere || isTroubled() || !(isUnsent || isBusy())) return;
  event.preventDefault();
  inOrder(check, notDone);
  inOrder(() => setTimeout(() => location.assign(link.href)), notDone);
});

addEventListener("beforeunload", (event) => {
  if (!isLeaving && (isChanged || isUnsent || isBusy())) event.preventDefault();
});

addEventListener("online", () => isUnsent && changed());

addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  const press = (value) => {
    event.preventDefault();
    if (!form.inert) form.querySelector(`.tools [value="${value}"]`)?.click();
  };
  if (command && key === "s") press("save");
  else if (command && (key === "y" || (key === "z" && event.shiftKey))) press("redo");
  else if (command && key === "z") press("undo");
  else if (event.altKey && key === "arrowup") press("up");
  else if (event.altKey && key === "arrowdown") press("down");
  else if (event.altKey && key === "arrowright") press("fill");
});

function choose(radio) {
  if (!radio || radio.checked) return;
  radio.checked = true;
  typed(radio.name);
}

// The row and week that the cursor is in are the chosen ones.
form.addEventListener("focusin", ({ target }) => {
  choose(target.closest("tr")?.querySelector("[name=row]"));
  const week = target.matches(".dose") && target.name.split("-").pop();
  if (week) choose(form.querySelector(`[name=week][value="${week}"]`));
});

form.addEventListener("input", ({ target }) => {
  typed(target.name);
  if (target.closest("table, .table-head, .program-name")) changed();
});
keyboard(form, () =>
  form.querySelector(`[value="add:${document.activeElement.closest("table").dataset.letter}"]`)?.click(),
);
paste(form, changed);
combobox(form, changed);
dragRows(form, changed, () => edits > 0);
