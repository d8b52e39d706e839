// What an athlete notes about an exercise for the next time: kept on the phone first, and sent when there is a connection.
import { keepReport } from "./reports.js";
import { $, cardOf, cards, targetOfCard, words } from "./rows.js";
import { tell } from "./signals.js";
import { owner, update } from "./store.js";
import { waiting } from "./waiting.js";

const KIND = "exercise-notes";
/** Set while a note waits here: the page looks for them only then. */
const HINT = `notes:${owner}`;

/** A note is of the exercise that is done, and takes the place of the former one. */
export async function keep(form) {
  const card = cardOf(form);
  const text = form.elements.own_note.value.trim();
  form.closest("details").open = false;
  if (text === $("[data-own-note]", card).textContent) return;
  localStorage.setItem(HINT, "yes");
  const state = await keepReport(targetOfCard(card).exercise, { text, written_at: new Date().toISOString() }, KIND);
  if (state === "form") return form.submit();
  show(card, text);
  tell(state === "stale" ? words.newer : words.noteKept);
}

/** Notes that wait on this phone stand before what an older page says. */
export async function recall() {
  const ids = await waiting("reports");
  const kept = await Promise.all(ids.map(async (id) => (await update(id, (saved) => saved, "reports"))[0]));
  const notes = kept.filter((saved) => saved?.kind === KIND);
  if (!notes.length) localStorage.removeItem(HINT);
  for (const { id, report } of notes) {
    for (const card of cards()) if (targetOfCard(card).exercise === id) show(card, report.text);
  }
}

export function show(card, text) {
  $("[data-own-note]", card).textContent = text;
  $("[name=own_note]", card).value = text;
}
