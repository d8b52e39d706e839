// Sets that the clinic did not take: each with its reason, to be sent again or kept as a note.
import { $, cardOf, entryOf, json, say, session, words } from "./rows.js";
import { update, uuid } from "./store.js";

const sheet = $("#look");
const list = $("ol", sheet);
let outbox;

const nameOf = (item) => entryOf[item.target]?.name || item.exercise;

function amountOf({ load, unit, reps, seconds }) {
  const work = reps ?? `${seconds} s`;
  return load ? `${load} ${unit} × ${work}` : work;
}

const textOf = (item) => say(words.refusedItem, { number: item.number, name: nameOf(item), amount: amountOf(item) });

export async function open(box) {
  outbox = box;
  await paint();
  sheet.showModal();
}

async function paint() {
  const [saved] = await update(session, (document) => document);
  const held = Object.values(saved?.refused || {});
  const waiting = held.length ? held : Object.values(saved?.sets || {});
  if (!waiting.length) return sheet.close();
  return list.replaceChildren(
    ...waiting.map((item) => {
      const line = $("template", sheet).content.cloneNode(true);
      $("b", line).textContent = textOf(item);
      $("small", line).textContent = item.why || words.refusedSet;
      $("[data-again]", line).addEventListener("click", () => again(item));
      $("[data-note]", line).addEventListener("click", () => note(item));
      return line;
    }),
  );
}

async function again({ why, ...item }) {
  await outbox.put([{ ...item, rev: item.rev + 1, edit_id: uuid() }]);
  return paint();
}

// As words in the session's note: the figures are not lost, and count as nothing.
async function note(item) {
  const header = json("header");
  await update(session, (saved) => {
    const [sets, refused] = [{ ...saved.sets }, { ...saved.refused }];
    delete sets[item.id];
    delete refused[item.id];
    const { rev = 0, status, session_rpe, minutes, note, excuse } = saved.known ?? {};
    const stored = rev > header.rev ? { rev, status, session_rpe, minutes, note, excuse } : header;
    const known = { ...stored, status: stored.status === "planned" ? "open" : stored.status, ...saved.header };
    const text = [known.note, textOf(item)].filter(Boolean).join("\n").slice(0, 2000);
    return { ...saved, sets, refused, header: { ...known, note: text, rev: known.rev + 1, edit_id: uuid() } };
  });
  const row = $(`[data-id="${item.id}"]`)?.closest(".set");
  if (row) cardOf(row).open = true;
  await outbox.send();
  return paint();
}

sheet.addEventListener("click", (event) => event.target.closest("[data-close]") && sheet.close());
