// The weekly check-in is kept on the phone first and sent when there is a connection.
import { sendReport } from "./send.js";
import { update, uuid } from "./store.js";

const form = document.querySelector("form[data-week]");
const { id, week, rev } = form.dataset;
const numberOf = (fields, name) => (fields.get(name) ? Number(fields.get(name)) : null);

// What follows from a problem is asked only where there was one.
function paint() {
  const isFine = !(Number(new FormData(form).get("changed")) > 0);
  for (const more of form.querySelectorAll("[data-more]")) more.hidden = isFine;
}
form.addEventListener("change", paint);
paint();

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = new FormData(form);
  const changed = numberOf(fields, "changed");
  const [waits] = await update(id, (saved) => saved, "reports");
  const said = (name) => numberOf(fields, name);
  const hurts = said("worst_pain") !== null || said("usual_pain") !== null;
  const report = {
    week,
    changed,
    less: changed ? said("less") || 0 : 0,
    held_back: changed ? said("held_back") || 0 : 0,
    worst_pain: said("worst_pain"),
    usual_pain: said("usual_pain"),
    note: fields.get("note"),
    region: hurts ? fields.get("region") || "" : "",
    side: hurts ? fields.get("side") || "" : "",
    barrier: fields.get("barrier") || "",
    rev: Math.max(Number(rev), waits?.report.rev || 0) + 1,
    edit_id: uuid(),
  };
  const [, isKept] = await update(id, () => ({ id, kind: "check-ins", report, edit: uuid() }), "reports");
  const { state } = await sendReport(id);
  if (state === "refused" || (!isKept && state !== "sent")) {
    await update(id, () => undefined, "reports");
    return form.submit();
  }
  const note = document.getElementById(state === "sent" ? "sent" : "kept");
  form.hidden = true;
  note.hidden = false;
  return note.querySelector("a").focus();
});
