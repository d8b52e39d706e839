// Something else instead, or nothing: the card changes at once, and the choice waits with the sets.
import { draw } from "./figure.js";
import { useBefore } from "./reserve.js";
import { $, $$, cards, fieldOf, fill, isSkipped, json, marksOf, rowsOf, session, targets, words } from "./rows.js";
import { refresh } from "./sides.js";
import { tell } from "./signals.js";
import { uuid } from "./store.js";
import { uuid5 } from "./uuid5.js";

const choices = json("choices");
/** By exercise, what stood in a card before another one came. */
const notes = new Map();
const prescribed = Object.fromEntries(json("targets").map((target) => [target.prescription, target]));

/** What a card is with a choice: as prescribed, and where it differs; left out it stays as prescribed. */
const targetWith = (id, choice) => ({ ...prescribed[id], ...choices[id].keep, ...choices[id][choice] });

/** Takes a choice (“reason:exercise”, “reason:” or “keep”) on a card; false where this browser cannot. */
export async function choose(card, choice, outbox) {
  const id = card.dataset.prescription;
  const hasOtherSides = targetWith(id, choice).is_unilateral !== targets[id].is_unilateral;
  if (hasOtherSides && !crypto.subtle) return false;
  const isKept = choice === "keep";
  const [reason, instead = ""] = isKept ? [card.dataset.reason] : choice.split(":");
  const rev = Number(card.dataset.swapRev) + 1;
  await wear(card, choice, rev);
  const done_at = new Date().toISOString();
  outbox.putSwap({ target: Number(id), reason, instead, is_withdrawn: isKept, rev, edit_id: uuid(), done_at });
  tell(said(isKept, reason));
  return true;
}

function said(isKept, reason) {
  if (isKept) return words.kept;
  return reason === "quality" ? words.hopsEnded : words.swapped;
}

async function wear(card, choice, rev) {
  const isKept = choice === "keep";
  const [reason, instead] = choice.split(":");
  await become(card, targetWith(card.dataset.prescription, choice));
  card.classList.toggle("skipped", !isKept && !instead);
  Object.assign(card.dataset, { swapRev: rev, reason: isKept ? "" : reason });
  const keep = $("[value=keep]", card);
  if (keep) keep.hidden = isKept;
}

/** A choice that waits on this phone is shown as it waits. */
export async function show({ target: id, reason, instead, is_withdrawn: isWithdrawn, rev }) {
  const card = $(`.exercise[data-prescription="${id}"]`);
  if (!card || rev <= Number(card.dataset.swapRev)) return;
  await wear(card, isWithdrawn ? "keep" : `${reason}:${instead}`, rev);
}

const beyondMinimum = () => cards().filter((card) => !("core" in card.dataset));

/** The minimum version: what is not begun and not needed is left out for want of time. */
export async function shorten(outbox) {
  for (const card of beyondMinimum()) {
    const isBegun = $(".side.done", card);
    if (!isBegun && !isSkipped(card)) await choose(card, "time:", outbox);
  }
}

/** What was left out for want of time comes back. */
export async function restore(outbox) {
  for (const card of beyondMinimum()) {
    if (isSkipped(card) && card.dataset.reason === "time") await choose(card, "keep", outbox);
  }
}

async function become(card, target) {
  const id = card.dataset.prescription;
  const former = targets[id].exercise;
  const isOther = target.exercise !== former;
  targets[id] = target;
  $("summary b", card).textContent = target.name;
  $("[data-dose]", card).textContent = [target.dose, target.effort].filter(Boolean).join(" · ");
  for (const text of $$("[data-of]", card)) text.textContent = target[text.dataset.of];
  for (const link of $$("a[data-exercise]", card)) relink(link, target.exercise);
  for (const link of $$("[data-clip-of]", card)) link.hidden = link.dataset.clipOf !== target.exercise;
  pace($("[data-tempo]", card), target);
  if (target.load_step && !target.load) await useBefore();
  if (isOther) {
    for (const stage of $$(".stage", card)) draw(stage, target.exercise);
    wearNote(card, former, target.exercise);
    for (const row of rowsOf(card).filter((each) => !$(".side.done", each))) await refit(row, target);
  }
  refresh(card);
}

/** A note is of its exercise: that of the former one comes back with it. */
function wearNote(card, former, exercise) {
  notes.set(former, $("[data-own-note]", card).textContent);
  const note = notes.get(exercise) ?? "";
  $("[data-own-note]", card).textContent = note;
  $("[name=own_note]", card).value = note;
}

function relink(link, exercise) {
  link.href = link.href.replace(link.dataset.exercise, exercise);
  link.dataset.exercise = exercise;
}

// The tempo guide runs at what is done now; a hold, or a tempo that is a word, has none.
function pace(button, { tempo, reps }) {
  if (!button) return;
  button.hidden = !reps || !/^\d/.test(tempo);
  button.textContent = button.textContent.replace(button.dataset.tempo, tempo);
  Object.assign(button.dataset, { tempo, reps: reps?.[0] ?? 0 });
}

async function refit(row, target) {
  const amount = fieldOf(row, "amount").closest(".stepper");
  $("span", amount).textContent = target.seconds ? words.seconds : words.reps;
  for (const button of $$("[data-step]", amount)) {
    button.dataset.step = Math.sign(button.dataset.step) * (target.seconds ? 5 : 1);
  }
  const load = fieldOf(row, "load")?.closest(".stepper");
  if (load) load.hidden = !target.load_step;
  fill(row, { amount: target.seconds ?? target.reps[0], load: target.load ?? 0 });
  $("small", row).textContent = "";
  const sides = target.is_unilateral ? ["left", "right"] : [""];
  if (marksOf(row).length === sides.length) return;
  const marks = sides.map((side) => freshMark(target.prescription, row.dataset.number, side));
  $(".sides", row).replaceChildren(...(await Promise.all(marks)));
}

export async function freshMark(prescription, number, side) {
  const id = await uuid5(session, `${prescription}/${number}/${side}`);
  const letter = side ? words[`letter${side}`] : "✓";
  const mark = Object.assign(document.createElement("i"), { className: "side", textContent: letter });
  Object.assign(mark.dataset, { id, side, rev: 0, amount: "", load: "", rpe: "" });
  return mark;
}
