// Sends what waits: one flusher at a time, also across tabs. An item leaves the phone only on its own verdict.
import { owner, update, waiting } from "./store.js";

/** A swap that the clinic did not take, or has a later one of: the page shows what is so. */
const REFUSED = new Set(["invalid", "stale"]);
const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)?.[1] || "";
const alone = (act) => (navigator.locks ? navigator.locks.request("outbox", act) : act());

async function put(path, document) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token(), "X-Athlete": owner };
  const response = await fetch(path, { method: "PUT", headers, body: JSON.stringify(document), keepalive: true }).catch(
    () => null,
  );
  const { status = 0 } = response || {};
  // 403: somebody else is signed in by now; it waits for its owner
  if (status === 401 || status === 403) return { state: "signed-out" };
  if (status >= 400 && status < 500 && status !== 429) return { state: "refused" };
  if (!response?.ok) return { state: "away" };
  const answer = await response.json().catch(() => null); // cut in the middle, or not the clinic's
  return answer ? { state: "sent", answer } : { state: "away" };
}

// Resolves to {state, verdicts}: state is "sent", "away", "signed-out" or "refused".
export function send(id) {
  return alone(async () => {
    const [saved] = await update(id, (document) => document);
    const [sets, swaps] = [Object.values(saved?.sets || {}), Object.values(saved?.swaps || {})];
    if (!sets.length && !swaps.length && !saved?.header) return { state: "sent", verdicts: [] };
    const { targets_id, targets, header } = saved;
    const { state, answer } = await put(`/api/v1/sessions/${id}/`, {
      targets_id,
      targets,
      swaps,
      sets,
      header: header || null,
    });
    if (state !== "sent") return { state, verdicts: [] };
    await settle(id, saved, answer);
    return { state, verdicts: answer.sets, isOther: answer.swaps.some(({ verdict }) => REFUSED.has(verdict)) };
  });
}

// What the server has is kept as done: a page from the phone's own store may be older than it. What it
// refused is kept apart, with the reason, until the athlete has looked.
function settle(id, sent, answer) {
  return update(id, (saved) => {
    if (!saved) return undefined;
    const [sets, done, refused, swaps] = [
      { ...saved.sets },
      { ...saved.done },
      { ...saved.refused },
      { ...saved.swaps },
    ];
    for (const { id: set, verdict, fields } of answer.sets) {
      if (sets[set]?.rev !== sent.sets[set]?.rev) continue;
      if (verdict === "applied" || verdict === "duplicate") done[set] = sets[set];
      if (verdict === "invalid")
        refused[set] = {
          ...sets[set],
          why: Object.values(fields || {})
            .flat()
            .join(" "),
        };
      delete sets[set];
    }
    const doneSwaps = { ...saved.doneSwaps };
    for (const { target, verdict } of answer.swaps) {
      if (swaps[target]?.rev !== sent.swaps[target]?.rev) continue;
      if (!REFUSED.has(verdict)) doneSwaps[target] = swaps[target];
      delete swaps[target];
    }
    const header = headerAfter(saved.header, sent.header, answer);
    return { ...saved, sets, done, refused, swaps, doneSwaps, header, known: answer.session };
  });
}

// What is left to say of the session itself: nothing once it is taken; again and later where another was first.
function headerAfter(header, sent, { header: verdict, session }) {
  if (!verdict || header?.edit_id !== sent?.edit_id) return header;
  return verdict === "stale" ? { ...header, rev: session.rev + 1 } : undefined;
}

// One pain report, run or check-in; it stays where the server refuses it, so that nothing is lost in silence.
export function sendReport(id) {
  return alone(async () => {
    const [saved] = await update(id, (document) => document, "reports");
    if (!saved?.report) return { state: "sent" };
    const { state } = await put(`/api/v1/${saved.kind || "pain-reports"}/${id}/`, saved.report);
    if (state === "sent") await update(id, (now) => (now?.edit === saved.edit ? undefined : now), "reports");
    return { state };
  });
}

// Everything that this phone has waiting.
export async function flush() {
  for (const id of await waiting()) await send(id);
  for (const id of await waiting("reports")) await sendReport(id);
}
