// Sets that the clinic did not take: each with its reason, to be sent again or kept as a note.
import { $, cardOf, json, markOf, rowOf, session, targets, words } from "./rows.js";
import { update, uuid } from "./store.js";
import { amountWords, filled } from "./text.js";

/** What the clinic takes as a note. */
const MAX_NOTE = 2000;
const sheet = $("#refused");
const list = $("ol", sheet);
let outbox;

function wordsOf(item) {
  const name = targets[item.target]?.name || item.exercise;
  return filled(words.refusedItem, { number: item.number, name, amount: amountWords(item) });
}

export async function open(box) {
  outbox = box;
  await paint();
  sheet.showModal();
}

async function paint() {
  const [saved] = await update(session, (document) => document);
  const refused = Object.values(saved?.refused || {});
  const shown = refused.length ? refused : Object.values(saved?.sets || {});
  if (shown.length) list.replaceChildren(...shown.map(lineOf));
  else sheet.close();
}

function lineOf(item) {
  const line = $("template", sheet).content.cloneNode(true);
  $("b", line).textContent = wordsOf(item);
  $("small", line).textContent = item.why || words.refusedSet;
  $("[data-again]", line).addEventListener("click", () => sendAgain(item));
  $("[data-note]", line).addEventListener("click", () => keepAsNote(item));
  return line;
}

async function sendAgain({ why, ...item }) {
  await outbox.put([{ ...item, rev: item.rev + 1, edit_id: uuid() }]);
  return paint();
}

// As words in the session's note: the figures are not lost, and count as nothing.
async function keepAsNote(item) {
  await update(session, (saved) => {
    const sets = without(saved.sets, item.id);
    const refused = without(saved.refused, item.id);
    const header = headerOf(saved);
    const note = [header.note, wordsOf(item)].filter(Boolean).join("\n").slice(0, MAX_NOTE);
    return { ...saved, sets, refused, header: { ...header, note, rev: header.rev + 1, edit_id: uuid() } };
  });
  const mark = markOf(item.id);
  if (mark) cardOf(rowOf(mark)).open = true;
  await outbox.send();
  return paint();
}

function without(items, id) {
  const { [id]: _left, ...others } = items || {};
  return others;
}

/** What is known of the session itself: by the page or by the clinic, whichever is later, and what waits here. */
function headerOf(saved) {
  const ofPage = json("header");
  const { rev = 0, status, session_rpe, minutes, note, excuse, nothing_hurt } = saved.known ?? {};
  const known = rev > ofPage.rev ? { rev, status, session_rpe, minutes, note, excuse, nothing_hurt } : ofPage;
  if (known.status === "planned") known.status = "open";
  return { ...known, ...saved.header };
}

sheet.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) sheet.close();
});
