// One tap a set: the dock's button says exactly what it will record. Every page works without this file.
import {
  $,
  $$,
  amountOf,
  cardOf,
  fieldOf,
  figure,
  isFull,
  isSkipped,
  isUneven,
  nextMark,
  rows,
  say,
  targetOf,
  words,
} from "./rows.js";
import * as reserve from "./reserve.js";
import {
  answer,
  carry,
  change,
  current,
  effort,
  onPaint,
  outbox,
  pick,
  record,
  showWaiting,
  undo,
  useSides,
} from "./sets.js";
import { add, isOn, tell, toggle, wake } from "./signals.js";
import { owner } from "./store.js";

// Fetched when they are first needed; the phone keeps them all the same.
const parts = {
  hold: () => import("./hold.js"),
  tempo: () => import("./tempo.js"),
  swap: () => import("./swap.js"),
  sides: () => import("./sides.js"),
  pain: () => import("./pain-sheet.js"),
  look: () => import("./look.js"),
};
let hold;
let tempo;
let sides;

function paint() {
  reserve.paint();
  const row = current();
  const all = rows();
  for (const each of $$(".set")) {
    each.classList.toggle("current", each === row);
    each.classList.toggle("full", isFull(each));
    $(".set-amount", each).textContent = amountOf(each);
  }
  for (const card of $$(".exercise")) {
    const mine = $$(".set", card);
    const full = mine.filter(isFull).length;
    card.classList.toggle("done", full === mine.length || isSkipped(card));
    $(".count", card).textContent = `${full}/${mine.length}`;
    const asked = $(".effort", card);
    if (asked) asked.hidden = full < mine.length || isSkipped(card) || reserve.isAsked(card) || !targetOf(mine[0]).reps;
  }
  $("#progress").max = all.length;
  $("#progress").value = all.filter(isFull).length;
  if (hold?.isHolding()) return ($("#log-what").textContent = hold.text());
  const mark = row && nextMark(row);
  const side = mark?.dataset.side;
  const isTimed = row && mark && targetOf(row).seconds;
  $("#log-what").textContent = isTimed
    ? words[`start${side || ""}`]
    : !row
      ? words.allDone
      : !mark
        ? words.change
        : words[side || "log"];
  $("#log-amount").textContent = row ? amountOf(row) : words.finish;
}

async function log() {
  if (reserve.isAsking()) return undefined;
  wake();
  tempo?.stop();
  const row = current();
  const mark = nextMark(row);
  if (!mark) return change(row);
  if (!targetOf(row).seconds) return record(row, mark);
  hold ??= await parts.hold();
  if (hold.isHolding()) return hold.tap();
  const planned = figure(fieldOf(row, "amount"));
  const done = (seconds) => {
    const field = fieldOf(row, "amount");
    field.value = seconds;
    record(row, mark);
    field.value = planned; // the next side and set hold as long as planned
    paint();
  };
  return hold.start(Math.max(1, planned), words, { paint, done });
}

function step(button) {
  const field = $("input", button.parentElement);
  field.value = Math.max(0, Math.round((figure(field) + Number(button.dataset.step)) * 100) / 100);
  carry(field);
}

const paintSound = () => ($("#sound").ariaPressed = String(isOn()));
const guide = async (button) => (tempo ??= await parts.tempo()).guide(button, words);
const open = async (part, ...given) => (await parts[part]()).open(...given);

async function bySides() {
  sides ??= await parts.sides();
  useSides(sides);
  return sides;
}

async function swap(form, choice) {
  const card = cardOf(form);
  if (!(await (await parts.swap()).choose(card, choice, outbox))) return form.submit();
  form.closest("details").open = false;
  return paint();
}

async function shorten(form, { value }) {
  await (await parts.swap()).shorten(value === "shorten", outbox);
  for (const button of $$("button", form)) button.hidden = button.value === value;
  tell(value === "shorten" ? words.short : words.whole);
  paint();
}

const acts = {
  "#log": (button, event) => current() && (event.preventDefault(), log().then(paint)),
  "#undo": undo,
  "[data-step]": step,
  "[data-tempo]": guide,
  "#sound": () => (toggle(), paintSound()),
  "[data-add]": (button) => add(Number(button.dataset.add)),
  "[data-reserve]": (button) => (answer(button.dataset.reserve), $("#log").focus({ preventScroll: true })),
  ".set-number": (button) => (reserve.answered(), pick(button.closest(".set"))),
  "[data-split]": async (button) => (await bySides()).split(cardOf(button)),
  "[data-unit]": async (button) => ((await bySides()).toggleUnit(cardOf(button)), paint()),
  "[data-pain]": (link, event) => (event.preventDefault(), open("pain", link)),
  "#sync[data-look]": (link, event) => (event.preventDefault(), open("look", outbox)),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button, a");
  const act = button && Object.entries(acts).find(([selector]) => button.matches(selector));
  if (!act) return;
  act[1](button, event);
  paint();
});

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.name === "reserve") effort(cardOf(field), field.value), paint();
  else if (field.closest(".stepper")) carry(field), paint();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.closest(".swap") && form.elements.target) event.preventDefault(), swap(form, event.submitter.value);
  else if (form.matches("#short")) event.preventDefault(), shorten(form, event.submitter);
  else if (form.matches(".steppers")) event.preventDefault(), log().then(paint);
});

for (const card of $$(".exercise")) card.addEventListener("toggle", () => card.open && opened(card));

// Who opens another card has passed over what the dock asks.
function opened(card) {
  if (reserve.isAsking() && !reserve.isAsked(card)) reserve.pass();
  pick();
  paint();
}

const since = Number($("#clock").dataset.since) * 1000 || Date.now();
setInterval(
  () => ($("#clock").textContent = say(words.minutes, { minutes: Math.floor((Date.now() - since) / 60000) })),
  1000,
);

onPaint(paint);
paintSound();
const { sets, swaps } = await outbox.start();
if (swaps.length) for (const item of swaps) await (await parts.swap()).show(item);
showWaiting(sets);
if ($$(".set").some(isUneven) || Object.keys(localStorage).some((key) => key.startsWith(`unit:${owner}:`))) {
  await bySides();
  for (const card of $$(".exercise")) sides.recall(card);
}
paint();
