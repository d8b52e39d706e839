// Something else instead, or nothing: the card changes at once, and the choice waits with the sets.
import { tell } from "./signals.js";
import { $, $$, entryOf, fill, json, marksOf, session, words } from "./rows.js";
import { refresh } from "./sides.js";
import { uuid, uuid5 } from "./store.js";

const choices = json("choices");
const targets = Object.fromEntries(json("targets").map((entry) => [entry.prescription, entry]));
/** What a card is with a choice: the target, and where it differs; left out it stays as prescribed. */
const entryWith = (target, choice) => ({ ...targets[target], ...choices[target].keep, ...choices[target][choice] });

/** Takes a choice (“reason:exercise”, “reason:” or “keep”) on a card; false where this browser cannot. */
export async function choose(card, choice, outbox) {
  const target = card.dataset.prescription;
  const entry = entryWith(target, choice);
  if (entry.is_unilateral !== entryOf[target].is_unilateral && !crypto.subtle) return false;
  const isKept = choice === "keep";
  const [reason, instead = ""] = isKept ? [card.dataset.reason] : choice.split(":");
  const rev = Number(card.dataset.swapRev) + 1;
  await wear(card, choice, rev);
  outbox.putSwap({ target: Number(target), reason, instead, is_withdrawn: isKept, rev, edit_id: uuid() });
  tell(isKept ? words.kept : words.swapped);
  return true;
}

async function wear(card, choice, rev) {
  const [reason, instead] = choice.split(":");
  const isKept = choice === "keep";
  await become(card, entryWith(card.dataset.prescription, choice));
  card.classList.toggle("skipped", !isKept && !instead);
  Object.assign(card.dataset, { swapRev: rev, reason: isKept ? "" : reason });
  const keep = $("[value=keep]", card);
  if (keep) keep.hidden = isKept;
}

/** A choice that waits on this phone is shown as it waits. */
export async function show({ target, reason, instead, is_withdrawn, rev }) {
  const card = $(`.exercise[data-prescription="${target}"]`);
  if (!card || rev <= Number(card.dataset.swapRev)) return;
  await wear(card, is_withdrawn ? "keep" : `${reason}:${instead}`, rev);
}

/** The minimum version: what is not begun and not needed is left out for want of time, or comes back. */
export async function shorten(isShort, outbox) {
  for (const card of $$(".exercise:not([data-core])")) {
    const isOurs = card.matches(".skipped") && card.dataset.reason === "time";
    if (isShort ? !card.matches(".skipped") && !$(".side.done", card) : isOurs)
      await choose(card, isShort ? "time:" : "keep", outbox);
  }
}

async function become(card, entry) {
  const target = card.dataset.prescription;
  const isOther = entry.exercise !== entryOf[target].exercise;
  entryOf[target] = entry;
  $("summary b", card).textContent = entry.name;
  $("[data-dose]", card).textContent = [entry.dose, entry.effort].filter(Boolean).join(" · ");
  for (const place of $$("[data-of]", card)) place.textContent = entry[place.dataset.of];
  for (const picture of $$(".stage", card)) picture.hidden = entry.figure !== picture.dataset.figure;
  for (const link of $$("a[data-exercise]", card))
    link.href = link.href.replace(link.dataset.exercise, (link.dataset.exercise = entry.exercise));
  pace($("[data-tempo]", card), entry);
  if (isOther) for (const row of $$(".set", card)) await refit(row, entry, target);
  refresh(card);
}

// The tempo guide runs at what is done now; a hold, or a tempo that is a word, has none.
function pace(button, { tempo, reps }) {
  if (!button) return;
  button.hidden = !reps || !/^\d/.test(tempo);
  button.textContent = button.textContent.replace(button.dataset.tempo, tempo);
  Object.assign(button.dataset, { tempo, reps: reps?.[0] ?? 0 });
}

async function refit(row, entry, target) {
  const [amountStep, loadStep] = [$("[name=amount]", row), $("[name=load]", row)].map((field) =>
    field?.closest(".stepper"),
  );
  if (loadStep) loadStep.hidden = !entry.load_step;
  $("span", amountStep).textContent = entry.seconds ? words.seconds : words.reps;
  for (const button of $$("[data-step]", amountStep))
    button.dataset.step = Math.sign(button.dataset.step) * (entry.seconds ? 5 : 1);
  fill(row, { amount: entry.seconds ?? entry.reps[0], load: entry.load ?? 0 });
  $("small", row).textContent = "";
  const sides = entry.is_unilateral ? ["left", "right"] : [""];
  if (marksOf(row).length === sides.length) return;
  const marks = await Promise.all(
    sides.map(async (side) => {
      const mark = Object.assign(document.createElement("i"), {
        className: "side",
        textContent: side ? words[`letter${side}`] : "✓",
      });
      const id = await uuid5(session, `${target}/${row.dataset.number}/${side}`);
      Object.assign(mark.dataset, { id, side, rev: 0, amount: "", load: "", rpe: "" });
      return mark;
    }),
  );
  $(".sides", row).replaceChildren(...marks);
}
