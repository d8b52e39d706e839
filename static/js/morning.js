// The questions about yesterday: one tap keeps an answer on the phone and sends it when there is a connection.
import { keepReport } from "./reports.js";
import { filled } from "./text.js";

for (const form of document.querySelectorAll("#morning form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.isPlain) return;
    event.preventDefault();
    keep(form, event.submitter);
  });
}

async function keep(form, button) {
  const { report: id, session, region, side } = form.dataset;
  const score = Number(button.value);
  const report = {
    score,
    region,
    side,
    session: session || null,
    has_settled: hasSettled(form),
    moment: "next_morning",
    felt_at: new Date().toISOString(),
  };
  const state = await keepReport(id, report);
  if (state === "form") {
    form.dataset.isPlain = "yes";
    form.requestSubmit(button);
    return;
  }
  for (const other of form.querySelectorAll("button")) other.ariaPressed = String(other === button);
  say(form, score);
}

/** Whether a joint had calmed down within an hour; null where nobody asked, or answered. */
function hasSettled(form) {
  const answer = new FormData(form).get("has_settled");
  return answer ? answer === "yes" : null;
}

function say(form, score) {
  const said = form.parentElement.querySelector("[role=status]");
  const { stored, over } = said.dataset;
  const sentences = [filled(stored, { score })];
  if (score > form.dataset.limit) sentences.push(over);
  said.hidden = false;
  said.textContent = sentences.join(" ");
}
