// The weekly check-in is kept on the phone first and sent when there is a connection.
import { dropReport, keepReport } from "./reports.js";
import { update, uuid } from "./store.js";

const form = document.querySelector("form[data-week]");
const { id, week, rev } = form.dataset;

function numberOf(fields, name) {
  const said = fields.get(name);
  return said ? Number(said) : null;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [waits] = await update(id, (saved) => saved, "reports");
  const latest = Math.max(Number(rev), waits?.report.rev || 0);
  const answers = { week, ...answersOf(new FormData(form)), rev: latest + 1, edit_id: uuid() };
  const state = await keepReport(id, answers, "check-ins");
  if (state === "form") {
    await dropReport(id);
    form.submit();
    return;
  }
  const note = document.getElementById(state);
  form.hidden = true;
  note.hidden = false;
  note.querySelector("a").focus();
});

/** What is asked only after a problem, and a place without pain, is sent as nothing. */
function answersOf(fields) {
  const changed = numberOf(fields, "changed");
  const [worst, usual] = [numberOf(fields, "worst_pain"), numberOf(fields, "usual_pain")];
  const hurts = worst !== null || usual !== null;
  return {
    changed,
    less: changed ? numberOf(fields, "less") || 0 : 0,
    held_back: changed ? numberOf(fields, "held_back") || 0 : 0,
    worst_pain: worst,
    usual_pain: usual,
    region: hurts ? fields.get("region") || "" : "",
    side: hurts ? fields.get("side") || "" : "",
    barrier: fields.get("barrier") || "",
    note: fields.get("note"),
  };
}
