// Pain is kept on the phone first, answered at once with the athlete's own limit, and sent when there is a connection.
import { keepReport } from "./reports.js";
import { filled } from "./text.js";
import { uuid5 } from "./uuid5.js";

/** Makes a pain form keep its reports and say the answers; calls after(score) once a report is kept. */
export function attach(root, after) {
  const form = root.querySelector("form[data-pain]");
  const answers = JSON.parse(root.querySelector("#answers").textContent);
  const noted = root.querySelector("#noted");
  sayLimits(form, answers);
  form.addEventListener("submit", async (event) => {
    const fields = new FormData(form);
    if (!fields.has("score") || !crypto.subtle) return; // the page says what is missing
    event.preventDefault();
    const report = reportOf(fields, form.dataset.pain);
    const id = await identityOf(report, form.dataset.day);
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

/** One report for each exercise of a session; without one, for each place of the day. */
function identityOf({ session, exercise, region, side }, day) {
  return session ? uuid5(session, `pain/${exercise || ""}/during`) : uuid5(day, `${region}:${side}`);
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
  };
}

/** The limit of a place: the therapist's or its tissue's, else the athlete's own. */
const limitAt = ({ region, side }, { limits, limit }) => limits[`${region}:${side}`] ?? limit;

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

/** Which of the answers fits: over the limit of the place, fine within it, or hardly anything. */
function answerTo(report, answers) {
  if (report.score > limitAt(report, answers)) return "over";
  return report.score > answers.safe ? "fine" : "noted";
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
