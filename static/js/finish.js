// The end of a session is kept on the phone first, behind its sets, and sent when there is a connection.
import { keepReport } from "./reports.js";
import { send } from "./send.js";
import { update, uuid } from "./store.js";

const form = document.querySelector("form[data-session]");
const { session: id, rev } = form.dataset;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = new FormData(form);
  const [known] = await update(id, (document) => document);
  if (!fields.has("session_rpe") || !hasSets(known)) {
    form.submit(); // the server says what is missing
    return;
  }
  await reportNoPain();
  const header = headerOf(fields, known);
  await update(id, (document) => ({ id, sets: {}, ...document, header }));
  const { state } = await send(id);
  if (state === "refused") form.submit();
  else say(state === "sent" ? "saved" : "kept");
});

const hasSets = (known) => Object.keys({ ...known?.sets, ...known?.done }).length > 0;

/** A tick beside a watched place says that it did not hurt; where nothing did, none of them has. */
async function reportNoPain() {
  const isAll = form.elements.nothing_hurt?.checked;
  for (const { dataset } of form.querySelectorAll(isAll ? "[name=no_pain]" : "[name=no_pain]:checked")) {
    const { report, region, side } = dataset;
    await keepReport(report, { score: 0, region, side, session: id, moment: "during" });
  }
}

function headerOf(fields, known) {
  const latest = Math.max(Number(rev), known?.header?.rev || 0, known?.known?.rev || 0);
  return {
    rev: latest + 1,
    edit_id: uuid(),
    status: "completed",
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
