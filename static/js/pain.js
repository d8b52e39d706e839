// Pain is kept on the phone first, answered at once with the athlete's own limit, and sent when there is a connection.
import { sendReport } from "./send.js";
import { update, uuid, uuid5 } from "./store.js";

/** Makes a pain form keep its reports and say the answers; calls after(score) once a report is kept. */
export function attach(root, after) {
  const form = root.querySelector("form[data-pain]");
  const answers = JSON.parse(root.querySelector("#answers").textContent);
  form.addEventListener("submit", async (event) => {
    const fields = new FormData(form);
    const exercise = fields.get("exercise") || "";
    if (!fields.has("score") || !crypto.subtle) return; // the page says what is missing
    event.preventDefault();
    const score = Number(fields.get("score"));
    const spot = fields.get("is_one_spot");
    const { pain: session } = form.dataset;
    const limit = answers.limits[`${fields.get("region")}:${fields.get("side") || ""}`] ?? answers.limit;
    const report = {
      score,
      region: fields.get("region"),
      side: fields.get("side") || "",
      session,
      exercise: exercise || null,
      is_one_spot: spot ? spot === "yes" : null,
    };
    const id = await uuid5(session, `pain/${exercise}/during`);
    const [, isKept] = await update(id, () => ({ id, report, edit: uuid() }), "reports");
    const { state } = await sendReport(id);
    if (state === "refused" || (!isKept && state !== "sent")) return form.submit();
    say(
      root.querySelector("#noted"),
      answers[score > limit ? "over" : score > answers.safe ? "fine" : "noted"],
      score > limit,
      state === "sent",
    );
    return after(score);
  });
}

function say(noted, text, isOver, isSent) {
  noted.hidden = false;
  const answer = noted.querySelector("[role=status]");
  answer.textContent = text;
  answer.classList.toggle("bad", isOver);
  for (const place of noted.querySelectorAll("[data-over]")) place.hidden = !isOver;
  noted.querySelector("[data-kept]").hidden = isSent;
}
