// Runs: steppers, and a run that is kept on the phone first and sent when there is a connection.
import { dropReport, flush, keepReport } from "./reports.js";
import { update, uuid } from "./store.js";
import { filled, stepped, today } from "./text.js";
import { waiting } from "./waiting.js";

const SAVED = "run-saved";
const form = document.querySelector("form:has([name=minutes])");
const isLog = "run" in form.dataset;
const { minutes, distance } = form.elements;
const numberOf = (field) => Number(field.value.trim().replace(",", ".")) || 0;

for (const button of form.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => {
    const field = button.parentElement.querySelector("input");
    field.value = stepped(numberOf(field), Number(button.dataset.step)) || "";
    field.dataset.typed = "yes";
    minutes.setCustomValidity("");
  });
}

// What the last run of a kind took, until other minutes are typed.
form.addEventListener("input", ({ target }) => {
  minutes.setCustomValidity("");
  if (target === minutes) minutes.dataset.typed = "yes";
  if (isLog && target.name === "kind" && !minutes.dataset.typed) minutes.value = target.dataset.minutes;
});

// Counted when it is saved: a page that was kept yesterday still means today.
function dayOf(value, on) {
  return value === "other" ? on : today(Number(value));
}

function runOf(fields) {
  const [score, effort, length] = [fields.get("pain_score"), fields.get("effort"), numberOf(distance)];
  const pain = { score: Number(score), region: fields.get("pain_region"), side: fields.get("pain_side") || "" };
  return {
    kind: fields.get("kind"),
    ran_on: dayOf(fields.get("day"), fields.get("on")),
    minutes: numberOf(minutes) || null,
    distance: length ? String(length) : null,
    unit: form.dataset.unit,
    pain: score ? pain : null,
    effort: effort ? Number(effort) : null,
    note: fields.get("note"),
    edit_id: uuid(),
  };
}

/** One page is one run: a double click, and Back and Save again, are edits of the same. */
let id = uuid();
let rev = 0;
let isKeeping = false;

form.addEventListener("submit", async (event) => {
  if (!numberOf(minutes) && !numberOf(distance)) {
    event.preventDefault();
    minutes.setCustomValidity(minutes.dataset.missing);
    minutes.reportValidity();
    return;
  }
  const run = runOf(new FormData(form));
  if (!isLog || !run.ran_on || !Number.isInteger(run.minutes || 0)) return; // the server says what is wrong
  event.preventDefault();
  if (isKeeping) return;
  isKeeping = true;
  rev += 1;
  await keep({ ...run, rev });
  isKeeping = false;
});

async function keep(run) {
  const state = await keepReport(id, run, "runs");
  if (state === "form") {
    await dropReport(id);
    form.submit();
  } else if (state === "sent") {
    sessionStorage.setItem(SAVED, "yes");
    location.assign(location.pathname);
  } else {
    form.reset();
    [id, rev] = [uuid(), 0];
    delete minutes.dataset.typed;
    await paintWaiting();
    document.getElementById("waiting").scrollIntoView({ block: "center" });
  }
}

/** Shows what waits here, each run with its kind and amount; resolves to how many there are. */
async function paintWaiting() {
  const ids = await waiting("reports");
  const found = await Promise.all(ids.map((id) => update(id, (saved) => saved, "reports")));
  const runs = found.map(([saved]) => saved).filter(({ kind }) => kind === "runs");
  const list = document.getElementById("waiting");
  list.hidden = !runs.length;
  list.querySelector("ol").replaceChildren(...runs.map(({ report }) => lineOf(report, list.dataset.line)));
  return runs.length;
}

function lineOf(run, sentence) {
  const kind = form.querySelector(`[name=kind][value=${run.kind}]`).parentElement.textContent.trim();
  const amount = [run.minutes && `${run.minutes} min`, run.distance && `${run.distance} ${run.unit}`];
  const line = document.createElement("li");
  line.textContent = filled(sentence, { kind, amount: amount.filter(Boolean).join(" · ") });
  return line;
}

// What waited here may have been sent a moment before, by the same event: the page is read anew either way.
async function sendWaiting() {
  const wasShown = !document.getElementById("waiting").hidden;
  if (!(await paintWaiting()) && !wasShown) return;
  if (!navigator.onLine) return;
  await flush();
  if (!(await paintWaiting())) location.reload();
}

if (isLog) {
  document.getElementById("saved").hidden = !sessionStorage.getItem(SAVED);
  sessionStorage.removeItem(SAVED);
  sendWaiting();
  addEventListener("online", sendWaiting);
}
