// The question about yesterday: one tap keeps the answer on the phone and sends it when there is a connection.
import { sendReport } from "./send.js";
import { update, uuid } from "./store.js";

const form = document.querySelector("#morning form");

form?.addEventListener("submit", async (event) => {
  if (form.dataset.plain) return undefined;
  const { report: id, session, region, side, limit } = form.dataset;
  const score = Number(event.submitter.value);
  event.preventDefault();
  const report = { score, region, side, session, moment: "next_morning" };
  const [, isKept] = await update(id, () => ({ id, report, edit: uuid() }), "reports");
  const { state } = await sendReport(id);
  if (state === "refused" || (!isKept && state !== "sent"))
    return (form.dataset.plain = "yes"), form.requestSubmit(event.submitter);
  for (const button of form.querySelectorAll("button")) button.ariaPressed = String(button === event.submitter);
  const said = document.getElementById("morning-said");
  said.hidden = false;
  said.textContent = said.dataset.stored.replace("{score}", score) + (score > limit ? ` ${said.dataset.over}` : "");
  return undefined;
});
