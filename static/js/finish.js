// The end of a session is kept on the phone first, behind its sets, and sent when there is a connection.
import { send, sendReport } from "./send.js";
import { update, uuid } from "./store.js";

const form = document.querySelector("form[data-session]");
const { session: id, rev } = form.dataset;
const saved = document.getElementById("saved");
const kept = document.getElementById("kept");

form.addEventListener("submit", async (event) => {
  const fields = new FormData(form);
  const [known] = await (event.preventDefault(), update(id, (document) => document));
  const hasSets = Object.keys({ ...known?.sets, ...known?.done }).length || form.dataset.begun;
  if (!fields.has("session_rpe") || !hasSets) return form.submit(); // the server says what is missing
  const noted = known?.header?.note || "";
  const typed = fields.get("note") || "";
  const header = {
    rev: Math.max(Number(rev), known?.header?.rev || 0, known?.known?.rev || 0) + 1,
    edit_id: uuid(),
    status: "completed",
    session_rpe: Number(fields.get("session_rpe")),
    note: [typed.includes(noted) ? "" : noted, typed].filter(Boolean).join("\n"),
  };
  for (const { dataset } of form.querySelectorAll("[name=no_pain]:checked")) {
    const report = { score: 0, region: dataset.region, side: dataset.side, session: id, moment: "during" };
    await update(dataset.report, () => ({ id: dataset.report, report, edit: uuid() }), "reports");
    await sendReport(dataset.report);
  }
  await update(id, (document) => ({ id, sets: {}, ...document, header }));
  const { state } = await send(id);
  if (state === "refused") return form.submit();
  const note = state === "sent" ? saved : kept;
  form.hidden = true;
  note.hidden = false;
  return note.querySelector("a").focus();
});
