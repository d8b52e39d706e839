// Pain is kept on the phone first, answered at once with the athlete's own limit, and sent when there is a connection.
import { keepReport } from "./reports.js";
import { uuid } from "./store.js";
import { filled } from "./text.js";
import { uuid5 } from "./uuid5.js";

const DAY = 86_400_000;

/** Makes a pain form keep its reports and say the answers; calls after(score) once a report is kept. */
export function attach(root, after) {
  const form = root.querySelector("form[data-pain]");
  const answers = JSON.parse(root.querySelector("#answers").textContent);
  const noted = root.querySelector("#noted");
  let drawn = uuid();
  sayLimits(form, answers);
  noted.querySelector("[data-another]").addEventListener("click", (event) => {
    event.preventDefault();
    drawn = uuid();
    askAgain(form, noted);
  });
  form.addEventListener("submit", async (event) => {
    const fields = new FormData(form);
    if (!fields.has("score") || !fields.get("region") || !crypto.subtle) return; // the page says what is missing
    event.preventDefault();
    const report = reportOf(fields, form.dataset.pain);
    const day = form.dataset.days.split(" ")[Number(fields.get("days_ago"))];
    const id = report.session ? drawn : await uuid5(day, placeOf(report));
    const state = await keepReport(id, report);
    if (state === "form") {
      form.submit();
      return;
    }
    const kind = answerTo(report, answers);
    say(noted, answers[kind], { isOver: kind === "over", isSent: state === "sent" });
    askForSigns(noted, report, answers.signs);
    after(report.score);
  });
}

/** Nobody's place is taken for granted. */
export function choosePlace(form) {
  form.elements.region.required = true;
  form.elements.region.selectedIndex = -1;
}

const placeOf = ({ region, side }) => `${region}:${side}`;

/**
 * Another place of the same exercise: what was said so far is kept, and this is a report of its own. The place is chosen
 * before anything is kept: a score that is tapped first must not be taken for the former place.
 */
function askAgain(form, noted) {
  for (const answer of form.querySelectorAll("[name=score], [name=is_one_spot], [name=is_sudden]")) {
    answer.checked = false;
  }
  choosePlace(form);
  noted.hidden = true;
  form.hidden = false;
  form.elements.region.focus();
}

function reportOf(fields, session) {
  const spot = fields.get("is_one_spot");
  return {
    score: Number(fields.get("score")),
    region: fields.get("region"),
    side: fields.get("side") || "",
    session: session || null,
    exercise: fields.get("exercise") || null,
    is_one_spot: spot ? spot === "yes" : null,
    is_sudden: fields.has("is_sudden"),
    felt_at: new Date(Date.now() - Number(fields.get("days_ago")) * DAY).toISOString(),
  };
}

/** The limit of a place: the therapist's or its tissue's, else the athlete's own. */
const limitAt = (report, { limits, limit }) => limits[placeOf(report)] ?? limit;

/** Under the scale stands the limit of the place that is chosen. */
function sayLimits(form, answers) {
  const limit = form.querySelector("[data-limit]");
  const say = () => {
    const place = reportOf(new FormData(form));
    limit.textContent = place.region ? filled(limit.dataset.limit, { limit: limitAt(place, answers) }) : "";
  };
  form.addEventListener("change", say);
  say();
}

/** Which of the answers fits: over the limit of the place, fine within it, or hardly anything. Not fine before the warning signs. */
function answerTo(report, answers) {
  if (report.score > limitAt(report, answers)) return "over";
  return report.score > answers.safe && !asksForSigns(report, answers.signs) ? "fine" : "noted";
}

/** Whether pain of that place asks for the warning signs, as the clinic's rule says. */
function asksForSigns({ score, region, is_one_spot: isOneSpot, is_sudden: isSudden }, rule) {
  if (rule.anywhere && score > 0) return true;
  if (score < rule.score) return false;
  return rule.deep.includes(region) || (rule.near_a_bone.includes(region) && (isOneSpot || isSudden));
}

function askForSigns(noted, report, rule) {
  const asked = noted.querySelector("[data-signs]");
  asked.hidden = !asksForSigns(report, rule);
  const link = asked.querySelector("a");
  link.search = new URLSearchParams({ region: report.region, side: report.side });
}

function say(noted, text, { isOver, isSent }) {
  noted.hidden = false;
  const answer = noted.querySelector("[role=status]");
  answer.textContent = text;
  answer.classList.toggle("bad", isOver);
  for (const part of noted.querySelectorAll("[data-over]")) part.hidden = !isOver;
  noted.querySelector("[data-kept]").hidden = isSent;
}
