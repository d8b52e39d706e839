// Runs: steppers, and a run that is kept on the phone first and sent when there is a connection.
import { flush, sendReport } from "./send.js";
import { update, uuid, waiting } from "./store.js";

const SAVED = "run-saved";
const form = document.querySelector("form:has([name=minutes])");
const isLog = "run" in form.dataset;
const { minutes, distance } = form.elements;
const figure = (field) => Number(field.value.trim().replace(",", ".")) || 0;
const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

for (const button of form.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => {
    const field = button.parentElement.querySelector("input");
    field.value = Math.max(0, Math.round((figure(field) + Number(button.dataset.step)) * 100) / 100) || "";
    field.dataset.typed = "yes";
    minutes.setCustomValidity("");
  });
}

// What the last run of a kind took, until other minutes are typed; the other day's field only where it is asked for.
form.addEventListener("input", ({ target }) => {
  minutes.setCustomValidity("");
  if (target === minutes) minutes.dataset.typed = "yes";
  if (isLog && target.name === "kind" && !minutes.dataset.typed) minutes.value = target.dataset.minutes;
  paintDay();
});
const paintDay = () => (form.querySelector("[data-other]").hidden = form.elements.day.value !== "other");
paintDay();

// The day by this phone's calendar: a page that was kept yesterday still means today.
function dayOf(value, on) {
  if (value === "other") return on;
  const day = new Date();
  day.setDate(day.getDate() - Number(value));
  return new Date(day - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function documentOf(fields) {
  const [score, effort] = [fields.get("pain_score"), fields.get("effort")];
  const pain = score && {
    score: Number(score),
    region: fields.get("pain_region"),
    side: fields.get("pain_side") || "",
  };
  return {
    kind: fields.get("kind"),
    ran_on: dayOf(fields.get("day"), fields.get("on")),
    minutes: figure(minutes) || null,
    distance: figure(distance) ? String(figure(distance)) : null,
    unit: form.dataset.unit,
    pain: pain || null,
    effort: effort ? Number(effort) : null,
    note: fields.get("note"),
    rev: 1,
    edit_id: uuid(),
  };
}

form.addEventListener("submit", async (event) => {
  if (!figure(minutes) && !figure(distance)) {
    event.preventDefault();
    minutes.setCustomValidity(minutes.dataset.missing);
    return minutes.reportValidity();
  }
  const report = documentOf(new FormData(form));
  if (!isLog || !report.ran_on || !Number.isInteger(report.minutes || 0)) return undefined; // the server says what is wrong
  event.preventDefault();
  const id = uuid();
  const [, isKept] = await update(id, () => ({ id, kind: "runs", report, edit: uuid() }), "reports");
  const { state } = await sendReport(id);
  if (state === "refused" || (!isKept && state !== "sent")) {
    await update(id, () => undefined, "reports");
    return form.submit();
  }
  if (state === "sent") {
    sessionStorage.setItem(SAVED, "yes");
    return location.assign(location.pathname);
  }
  form.reset();
  delete minutes.dataset.typed;
  paintDay();
  return paint().then(() => document.getElementById("waiting").scrollIntoView({ block: "center" }));
});

// What waits here, each with its kind and amount.
async function paint() {
  const found = await Promise.all((await waiting("reports")).map((id) => update(id, (saved) => saved, "reports")));
  const runs = found.map(([saved]) => saved).filter(({ kind }) => kind === "runs");
  const list = document.getElementById("waiting");
  list.hidden = !runs.length;
  list.querySelector("ol").replaceChildren(
    ...runs.map(({ report }) => {
      const line = document.createElement("li");
      const kind = form.querySelector(`[name=kind][value=${report.kind}]`).parentElement.textContent;
      const amount = [
        report.minutes && `${report.minutes} min`,
        report.distance && `${report.distance} ${report.unit}`,
      ];
      line.textContent = say(list.dataset.line, { kind, amount: amount.filter(Boolean).join(" · ") });
      return line;
    }),
  );
  return runs.length;
}

async function sendWaiting() {
  if (!(await paint()) || !navigator.onLine) return;
  await flush();
  if (!(await paint())) location.reload();
}

if (isLog) {
  document.getElementById("saved").hidden = !sessionStorage.getItem(SAVED);
  sessionStorage.removeItem(SAVED);
  sendWaiting();
  addEventListener("online", sendWaiting);
}
