// The end of a session is kept on the phone first, behind its sets, and sent when there is a connection.
import { stateOf, worstWaiting } from "./phone-state.js";
import { update, uuid } from "./store.js";
import { filled } from "./text.js";
import { countKept, waiting } from "./waiting.js";

const form = document.querySelector("form[data-session]");
const { session: id, rev } = form.dataset;

/** What this phone knows goes before what an older page says: its sets, and pain that waits here. */
async function paint() {
  const [saved] = await update(id, (document) => document);
  const state = stateOf(saved);
  if (state?.count && state.done > Number(form.dataset.done)) {
    const { part, all } = form.dataset;
    document.querySelector("h1").textContent = filled(state.done < state.count ? part : all, state);
    const sets = document.querySelector(".stats dd");
    if (sets) sets.textContent = `${state.done} / ${state.count}`;
    await paintAgainst(saved);
  }
  const ids = await waiting("reports");
  const reports = await Promise.all(ids.map(async (each) => (await update(each, (kept) => kept, "reports"))[0]));
  const score = worstWaiting(reports.filter(Boolean), id);
  const question = document.getElementById("hurt");
  if (score === undefined || !question) return;
  question.querySelector("h2").textContent = filled(question.dataset.kept, { score });
  if (score > 0) question.querySelector("label").remove();
}

/** Fetched only where the page does not know it all; the phone keeps it with the others. */
async function paintAgainst(saved) {
  const against = await import("./against-last-time.js").catch(() => null);
  against?.paint(saved);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = new FormData(form);
  const [known] = await update(id, (document) => document);
  const sending = await fetched();
  if (!sending || !fields.has("session_rpe") || !hasSets(known)) {
    form.submit(); // the server says what is missing
    return;
  }
  const [{ send }, { keepReport }] = sending;
  await reportNoPain(keepReport);
  const header = headerOf(fields, known);
  await update(id, (document) => ({ id, sets: {}, ...document, header }));
  const { state } = await send(id);
  if (state === "refused") {
    form.submit();
    return;
  }
  for (const name of ["past", "lighter", "hold"]) localStorage.removeItem(`${name}:${id}`);
  say(state === "sent" ? "saved" : "kept");
});

/** What sends and keeps: needed at the end, not to look; the phone has it without a connection too. */
const fetched = () => Promise.all([import("./send.js"), import("./reports.js")]).catch(() => null);
form.addEventListener("pointerdown", fetched, { once: true });

const hasSets = (known) => Object.keys({ ...known?.sets, ...known?.done }).length > 0;

/** A tick beside a watched place says that it did not hurt; where nothing did, none of them has. */
async function reportNoPain(keepReport) {
  const isAll = form.elements.nothing_hurt?.checked;
  for (const { dataset } of form.querySelectorAll(isAll ? "[name=no_pain]" : "[name=no_pain]:checked")) {
    const { report, region, side } = dataset;
    const felt = { session: id, moment: "during", felt_at: new Date().toISOString() };
    await keepReport(report, { score: 0, region, side, ...felt });
  }
}

function headerOf(fields, known) {
  const latest = Math.max(Number(rev), known?.header?.rev || 0, known?.known?.rev || 0);
  return {
    rev: latest + 1,
    edit_id: uuid(),
    status: "completed",
    done_at: new Date().toISOString(),
    session_rpe: Number(fields.get("session_rpe")),
    nothing_hurt: fields.has("nothing_hurt"),
    note: noteOf(fields.get("note") || "", known?.header?.note || ""),
  };
}

/** What was typed, behind what was noted before, unless it holds that already. */
function noteOf(typed, noted) {
  if (typed.includes(noted)) return typed;
  return [noted, typed].filter(Boolean).join("\n");
}

function say(noteId) {
  const note = document.getElementById(noteId);
  form.hidden = true;
  note.hidden = false;
  note.querySelector("a").focus();
}

/** What sends is fetched only where something waits to be sent. */
async function flush() {
  if (!(await countKept())) return;
  const reports = await import("./reports.js");
  await reports.flush();
}

paint();
flush();
addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.hidden || flush());
