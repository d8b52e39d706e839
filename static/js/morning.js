// The question about yesterday: one tap keeps the answer on the phone and sends it when there is a connection.
import { keepReport } from "./reports.js";
import { filled } from "./text.js";

const form = document.querySelector("#morning form");
const said = document.getElementById("morning-said");

form?.addEventListener("submit", async (event) => {
  if (form.dataset.isPlain) return;
  event.preventDefault();
  const button = event.submitter;
  const { report: id, session, region, side } = form.dataset;
  const score = Number(button.value);
  const state = await keepReport(id, { score, region, side, session, moment: "next_morning" });
  if (state === "form") {
    form.dataset.isPlain = "yes";
    form.requestSubmit(button);
    return;
  }
  for (const other of form.querySelectorAll("button")) other.ariaPressed = String(other === button);
  say(score);
});

function say(score) {
  const { stored, over } = said.dataset;
  const sentences = [filled(stored, { score })];
  if (score > form.dataset.limit) sentences.push(over);
  said.hidden = false;
  said.textContent = sentences.join(" ");
}
