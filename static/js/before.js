// What comes before the first set of a loaded exercise: a load to begin with where there is none yet, and one lighter
// set. Both are asked in the dock; neither ever holds the sets back.
import { $, cardOf, fieldOf, fill, inUnit, json, numberOf, rowsOf, session, targetOfCard, words } from "./rows.js";
import { filled, stepped } from "./text.js";

const proposals = json("first-loads");
const question = $("#first-load");
const amount = $("#first-load-amount");
const lighterQuestion = $("#lighter");
/** A lighter set wakes the legs: it is not counted, so it never leaves the phone. */
const LIGHTER = `lighter:${session}`;
const SHARE = 0.6;
const lighterDone = new Set(JSON.parse(localStorage.getItem(LIGHTER) || "[]"));
/** Cards that go without a load today. */
const unloaded = new Set();
let asked;

const keyOf = (card) => card.dataset.prescription;
const loadOf = (card) => numberOf(fieldOf(rowsOf(card)[0], "load"));
const isBegun = (card) => Boolean($(".side.done", card));

function asksLoad(card) {
  const { load_step: takesLoad, load } = targetOfCard(card);
  return Boolean(takesLoad) && !load && !loadOf(card) && !unloaded.has(keyOf(card));
}

function asksLighter(card) {
  return targetOfCard(card).ramp_up_sets > 0 && loadOf(card) > 0 && !lighterDone.has(keyOf(card));
}

/** What the dock asks before this row: "load", "lighter", or nothing. */
export function due(row) {
  if (!row || isBegun(cardOf(row))) return undefined;
  if (asksLoad(cardOf(row))) return "load";
  return asksLighter(cardOf(row)) ? "lighter" : undefined;
}

// -- the first load -----------------------------------------------------------------------------

/** How a free weight is put together: how many of its smallest steps a tap is, and what the bar weighs. */
const WAYS = { one: 1, pair: 2, bar: 1 };
const BAR = { kg: 20, lb: 45 };
const ways = $("#first-load-ways");
const wayOf = () => (ways.hidden ? "" : $("[name=way]:checked", ways)?.value);
const stepOf = (card) => Number(targetOfCard(card).load_step);
/** What the clinic proposes for the exercise that the card holds now; nothing for one that a swap brought. */
const proposalOf = (card) => proposals[targetOfCard(card).exercise] || {};

function propose(card) {
  const { reps, rpe, unit } = targetOfCard(card);
  const { amount: proposal, unit: proposedIn, neighbor, on } = proposalOf(card);
  const reserve = rpe ? 10 - Number(rpe[1]) : 2;
  amount.value = inUnit(proposal, proposedIn, unit) || 2 * stepOf(card);
  $("#first-load-unit").textContent = filled(words.inAll, { unit });
  $("#first-load-aim").textContent = filled(words.firstLoad, { count: reserve, reps: reps?.[0] ?? "" });
  $("#first-load-neighbor").textContent = neighbor ? filled(words.neighbor, { on, neighbor }) : "";
  proposeWay(card);
  hint(card);
}

/** The bar where the exercise is done with one; else a pair where the load halves into dumbbells. */
function proposeWay(card) {
  const { kind } = proposalOf(card);
  ways.hidden = !["dumbbell", "barbell"].includes(kind);
  const halves = numberOf(amount) / 2 / stepOf(card);
  const dumbbells = halves >= 1 && Number.isInteger(halves) ? "pair" : "one";
  $(`[value=${kind === "barbell" ? "bar" : dumbbells}]`, ways).checked = true;
}

/** A pair goes up by a step in each hand, and a bar is never lighter than itself. */
function hint(card) {
  const { unit } = targetOfCard(card);
  const load = numberOf(amount);
  const way = wayOf();
  const half = (way === "bar" ? load - BAR[unit] : load) / 2;
  const texts = { pair: filled(words.pair, { half }), bar: half > 0 ? filled(words.bar, { half }) : words.bareBar };
  $("#first-load-hint").textContent = texts[way] ?? "";
}

/** Another way: the next load that can be put together like that. */
function putTogether(card) {
  const step = tapOf(card);
  const least = wayOf() === "bar" ? BAR[targetOfCard(card).unit] : step;
  amount.value = Math.max(least, least + Math.round((numberOf(amount) - least) / step) * step);
  hint(card);
}
ways.addEventListener("change", () => putTogether(asked));

const tapOf = (card) => stepOf(card) * (WAYS[wayOf()] ?? 1);

export function step(direction) {
  amount.value = stepped(numberOf(amount), Number(direction) * tapOf(asked));
  if (wayOf() === "bar") amount.value = Math.max(numberOf(amount), BAR[targetOfCard(asked).unit]);
  hint(asked);
}

/** The load is that of all sets of the card; gives how to take it back. */
export function use(card) {
  const load = numberOf(amount);
  if (!load) return withoutLoad(card);
  for (const row of rowsOf(card)) fill(row, { load });
  const hinted = $("#first-load-hint").textContent;
  const how = hinted && `, ${hinted}`;
  return { card: keyOf(card), said: filled(words.loadKept, { load, unit: targetOfCard(card).unit, how }) };
}

export function withoutLoad(card = asked) {
  unloaded.add(keyOf(card));
  return { card: keyOf(card), said: words.noLoad };
}

/** Asked again: the load was taken back. */
export function forgetLoad(card) {
  unloaded.delete(keyOf(card));
  for (const row of rowsOf(card)) fill(row, { load: 0 });
}

// -- the lighter set ----------------------------------------------------------------------------

/** 60 % of the load in whole steps, and the repetitions of a set. */
export function lighterWords(card) {
  const { reps, unit } = targetOfCard(card);
  const step = stepOf(card);
  const load = Math.max(step, Math.floor((loadOf(card) * SHARE) / step) * step);
  return `${load} ${unit} × ${reps?.[0] ?? ""}`;
}

export function setLighter(card, isDone = true) {
  if (isDone) lighterDone.add(keyOf(card));
  else lighterDone.delete(keyOf(card));
  localStorage.setItem(LIGHTER, JSON.stringify([...lighterDone]));
}

/** Who opens a set has passed over the lighter one. */
export function passLighter(card) {
  if (!asksLoad(card) && asksLighter(card)) setLighter(card);
}

// -- painting -----------------------------------------------------------------------------------

/** What is asked stands above the button; the focus goes to it when it comes. */
export function paint(row, step) {
  const card = row && cardOf(row);
  const isNew = step === "load" && (question.hidden || asked !== card);
  asked = step ? card : undefined;
  question.hidden = step !== "load";
  lighterQuestion.hidden = step !== "lighter";
  if (isNew) propose(card);
}

export function paintLighterRow(card, step) {
  const row = $("[data-lighter]", card);
  if (!row) return;
  const isDone = lighterDone.has(keyOf(card));
  row.hidden = !(isDone || asksLighter(card));
  row.classList.toggle("current", step === "lighter" && asked === card);
  $(".set-amount", row).textContent = lighterWords(card);
  $(".lighter-mark", row).classList.toggle("done", isDone);
  $(".lighter-mark", row).textContent = isDone ? "✓" : "";
}

export const amountWords = (card) => `${numberOf(amount)} ${targetOfCard(card).unit}`;
amount.addEventListener("input", () => asked && hint(asked));
