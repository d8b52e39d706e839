// What can be done on the session page beside logging: the tempo guide, pain, swaps, sides and units, refused sets.
import { $, $$, cardOf, cards, isSkipped, targetOfCard, words } from "./rows.js";
import { outbox } from "./set-items.js";
import { useSides } from "./sets.js";
import { tell } from "./signals.js";

let tempo;
let sides;

export async function guide(button) {
  tempo ??= await import("./tempo.js");
  tempo.guide(button, words);
}

export const stopGuide = () => tempo?.stop();

export async function openPain(link, exercise) {
  const { open } = await import("./pain-sheet.js");
  open(link, exercise);
}

export async function openRefused() {
  const { open } = await import("./refused-sheet.js");
  open(outbox);
}

// -- each side for itself, and units ------------------------------------------------------------

async function bySides() {
  sides ??= await import("./sides.js");
  useSides(sides);
  return sides;
}

export async function split(card) {
  (await bySides()).split(card);
}

export async function toggleUnit(card) {
  (await bySides()).toggleUnit(card);
}

export async function recallSides() {
  const { recall } = await bySides();
  for (const card of cards()) recall(card);
}

// -- something else instead ---------------------------------------------------------------------

export async function showSwap(item) {
  const { show } = await import("./swap.js");
  await show(item);
}

/** Takes the choice; the form is sent where this browser cannot. What hurts is asked about at once. */
export async function swap(form, choice) {
  const { choose } = await import("./swap.js");
  const link = $("[data-pain]", cardOf(form));
  const { exercise } = link.dataset; // as prescribed: it is what hurt
  const isTaken = await choose(cardOf(form), choice, outbox);
  if (!isTaken) return sendPlainly(form, choice);
  if (choice === "quality:") await endOtherJumps(cardOf(form), choose);
  form.closest("details").open = false;
  if (choice.startsWith("hurts:")) await openPain(link, exercise);
}

function sendPlainly(form, choice) {
  const chosen = document.createElement("input");
  Object.assign(chosen, { type: "hidden", name: "choice", value: choice }); // no button goes with it
  form.append(chosen);
  form.submit();
}

/** A heavy or noisy landing ends the jumps of the day, whichever exercise it came in. */
async function endOtherJumps(card, choose) {
  const isJump = (other) => other !== card && targetOfCard(other).pattern === "plyometric";
  for (const other of cards().filter(isJump)) {
    if (!isSkipped(other) && !other.classList.contains("done")) await choose(other, "quality:", outbox);
  }
}

export async function shorten(form, value) {
  const swaps = await import("./swap.js");
  if (value === "shorten") {
    await swaps.shorten(outbox);
    tell(words.short);
  } else {
    await swaps.restore(outbox);
    tell(words.whole);
  }
  for (const button of $$("button", form)) button.hidden = button.value === value;
}

// -- notes for the next time ----------------------------------------------------------------------

export async function keepNote(form) {
  const { keep } = await import("./own-notes.js");
  await keep(form);
}

export async function recallNotes() {
  const { recall } = await import("./own-notes.js");
  await recall();
}

// -- a set of their own -------------------------------------------------------------------------

export async function addSet(card) {
  const { add } = await import("./extra-set.js");
  await add(card);
  tell(words.extraAdded);
}
