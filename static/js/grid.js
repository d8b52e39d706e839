// The grid at keyboard speed. Every action is also a plain form button, so the page works without this file.
import { inOrder, isBusy, NotDone, post } from "./grid-acts.js";
import { showCheck } from "./grid-check.js";
import { dragRows } from "./grid-drag.js";
import { forget, keep, recall } from "./grid-kept.js";
import { showFigures } from "./grid-hover.js";
import { chosenRow, moveByKeys, pasteBlocks } from "./grid-keys.js";
import { alignList, keepListOpen, pickByTyping, whenNamed } from "./grid-names.js";
import { phaseInHand, phaseToBeginWith, takeInHand } from "./grid-phase.js";
import { holdForm, isTroubled, putCursor, readCursor, releaseForm, showNotice, whenButtonIsUp } from "./grid-page.js";
import { bodyOf, formWhenPressed, keepTyped, markTyped } from "./grid-typed.js";
import { showRest, showWeek } from "./grid-week.js";

const form = document.getElementById("grid");
/** Buttons that leave the page when they are done. */
const LEAVES = new Set(["save", "overwrite", "template", "discard"]);
const MOVES_ROWS = new Set(["up", "down"]);
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
    if (!isUnsent) forget();
    if (isTroubled()) showNotice(form.inert ? "waiting" : "");
    return answer;
  } catch (error) {
    isUnsent ||= wasUnsent;
    throw error;
  }
}

function notDone(error) {
  edits = 0;
  releaseForm(form);
  if (error instanceof NotDone) return showNotice(error.notice, error.text);
  showNotice("failed");
  reportError(error);
}

// -- the live check: what the server's rules say, and the draft that it keeps ------------------

/** name -- of the field that was typed into */
function changed(name) {
  if (name) markTyped(name);
  isUnsent = true;
  clearTimeout(timer);
  timer = setTimeout(sendTyped, CHECK_AFTER);
}

function sendTyped() {
  keep(form);
  inOrder(check, notDone);
}

async function check() {
  if (!isUnsent) return; // an edit took it along
  const found = await ask(new FormData(form), "check");
  await whenButtonIsUp();
  isChanged = found.is_changed;
  form.elements.step.value = found.step;
  showCheck(form, found);
  alignList();
}

// -- edits: the button's own post, but only the form is taken from the answer -------------------

/** more -- what the edit needs besides the fields of the form */
function edit(action, more = {}) {
  const press = formWhenPressed(form);
  const names = whenNamed();
  edits += 1;
  inOrder(async () => {
    await names;
    const body = bodyOf(form, press);
    for (const [name, value] of Object.entries(more)) body.set(name, value);
    const answer = await ask(body, action);
    await whenButtonIsUp();
    edits -= 1;
    if (answer.goes_to) return goTo(answer.goes_to);
    show(answer, press);
  }, notDone);
}

/** The new form, with the cursor where it was and what was typed since. */
function show(page, press) {
  const fresh = page.getElementById("grid");
  const here = readCursor();
  const phase = phaseInHand(form);
  const replace = () => form.replaceChildren(...fresh.childNodes);
  const isTyped = keepTyped(form, press, () => keepListOpen(fresh, replace));
  isChanged = "changed" in fresh.dataset;
  takeInHand(form, phase);
  putCursor(form, here, chosenRow(form)?.closest("tr")?.querySelector("[role=combobox]"));
  if (isTyped) changed();
}

// -- leaving: after all that was asked for, and only when it is done ----------------------------

function leave(action) {
  const names = whenNamed();
  holdForm(form);
  inOrder(async () => {
    await names;
    const answer = await ask(new FormData(form), action);
    if (answer.goes_to) return goTo(answer.goes_to);
    releaseForm(form);
    show(answer, formWhenPressed(form));
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

// Back from signing in, or with a connection again: what waits here is sent.
for (const again of ["online", "focus"]) addEventListener(again, () => isUnsent && isTroubled() && changed());

/** The toolbar's button that a key stands for. */
function buttonOfKey(event) {
  const key = event.key.toLowerCase();
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && key === "s") return "save";
  if (isCommand && key === "y") return "redo";
  if (isCommand && key === "z") return event.shiftKey ? "redo" : "undo";
  if (event.altKey && key === "arrowup") return "up";
  if (event.altKey && key === "arrowdown") return "down";
  if (event.altKey && key === "arrowright") return "fill";
  return undefined;
}

addEventListener("keydown", (event) => {
  const button = buttonOfKey(event);
  if (!button) return;
  event.preventDefault();
  if (form.inert) return;
  if (MOVES_ROWS.has(button)) takeInHand(form, ""); // a row moves by one: also past those that are folded
  form.querySelector(`.tools [value="${button}"]`)?.click();
});

function choose(radio) {
  if (!radio || radio.checked) return;
  radio.checked = true;
  markTyped(radio.name);
  if (radio.name === "week") showWeek(form);
}

// The row and week that the cursor is in are the chosen ones.
form.addEventListener("focusin", ({ target }) => {
  choose(target.closest("tr")?.querySelector("[name=row]"));
  if (!target.matches(".dose")) return;
  target.select(); // as Tab does in a field of one line; a click puts the cursor where it points
  const week = target.name.split("-").pop();
  choose(form.querySelector(`[name=week][value="${week}"]`));
});

form.addEventListener("input", ({ target }) => {
  markTyped(target.name);
  if (target.name === "week") return showWeek(form);
  if (target.matches(".dose")) showRest(target);
  if (target.closest("table, .table-head, .program-name")) changed();
});

form.addEventListener("click", ({ target }) => {
  const phase = target.closest("[data-phase]");
  if (phase) takeInHand(form, phase.dataset.phase);
});

function addRow(table = document.activeElement.closest("table")) {
  form.querySelector(`[value="add:${table.dataset.letter}"]`)?.click();
}

moveByKeys(form, () => addRow());
pasteBlocks(form, (block) => edit("paste", block));
showFigures(form.dataset.names);
pickByTyping(form, changed);
dragRows(form, changed, () => edits > 0);
takeInHand(form, phaseToBeginWith(form));
if (recall(form, changed)) showNotice("recalled");
