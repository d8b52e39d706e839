// Sends what waits: one flusher at a time, also across tabs. An item leaves the phone only on its own verdict.
import { owner, update } from "./store.js";
import { csrfToken } from "./text.js";

/** A swap that the clinic did not take, or has a later one of: the page shows what is so. */
const REFUSED = new Set(["invalid", "stale"]);
export const alone = (act) => (navigator.locks ? navigator.locks.request("outbox", act) : act());

/** Puts one document; resolves to its state and, where it was sent, the clinic's answer. */
export async function put(path, document) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), "X-Athlete": owner };
  const request = { method: "PUT", headers, body: JSON.stringify(document), keepalive: true };
  const response = await fetch(path, request).catch(() => null);
  const state = stateOf(response);
  if (state !== "sent") return { state };
  const answer = await response.json().catch(() => null); // cut in the middle, or not the clinic's
  return answer ? { state, answer } : { state: "away" };
}

function stateOf(response) {
  const { status = 0 } = response || {};
  // 403: somebody else is signed in by now; it waits for its owner
  if (status === 401 || status === 403) return "signed-out";
  if (status >= 400 && status < 500 && status !== 429) return "refused";
  if (status >= 500 || status === 429) return "trouble";
  return response?.ok ? "sent" : "away";
}

/** Resolves to {state, verdicts}: state is "sent", "away", "trouble" (ours), "signed-out" or "refused". */
export function send(id) {
  return alone(async () => {
    const [saved] = await update(id, (document) => document);
    const [sets, swaps] = [Object.values(saved?.sets || {}), Object.values(saved?.swaps || {})];
    if (!sets.length && !swaps.length && !saved?.header) return { state: "sent", verdicts: [] };
    const { targets_id, targets, header = null } = saved;
    const { state, answer } = await put(`/api/v1/sessions/${id}/`, { targets_id, targets, swaps, sets, header });
    if (state !== "sent") return { state, verdicts: [] };
    await settle(id, saved, answer);
    return { state, verdicts: answer.sets, isOther: answer.swaps.some(({ verdict }) => REFUSED.has(verdict)) };
  });
}

function settle(id, sent, answer) {
  return update(id, (saved) => {
    if (!saved) return undefined;
    const header = headerAfter(saved.header, sent.header, answer);
    return {
      ...saved,
      ...setsAfter(saved, sent, answer),
      ...swapsAfter(saved, sent, answer),
      header,
      known: answer.session,
    };
  });
}

// What the server has is kept as done: a page from the phone's own store may be older than it. What it
// refused is kept apart, with the reason, until the athlete has looked.
function setsAfter(saved, sent, answer) {
  const [sets, done, refused] = [{ ...saved.sets }, { ...saved.done }, { ...saved.refused }];
  for (const { id, verdict, fields } of answer.sets) {
    if (sets[id]?.rev !== sent.sets[id]?.rev) continue;
    if (verdict === "applied" || verdict === "duplicate") done[id] = sets[id];
    if (verdict === "invalid") refused[id] = { ...sets[id], why: reasonOf(fields) };
    delete sets[id];
  }
  return { sets, done, refused };
}

function reasonOf(fields) {
  const reasons = Object.values(fields || {}).flat();
  return reasons.join(" ");
}

function swapsAfter(saved, sent, answer) {
  const [swaps, doneSwaps] = [{ ...saved.swaps }, { ...saved.doneSwaps }];
  for (const { target, verdict } of answer.swaps) {
    if (swaps[target]?.rev !== sent.swaps[target]?.rev) continue;
    if (!REFUSED.has(verdict)) doneSwaps[target] = swaps[target];
    delete swaps[target];
  }
  return { swaps, doneSwaps };
}

// What is left to say of the session itself: nothing once it is taken; again and later where another was first.
function headerAfter(header, sent, { header: verdict, session }) {
  if (!verdict || header?.edit_id !== sent?.edit_id) return header;
  return verdict === "stale" ? { ...header, rev: session.rev + 1 } : undefined;
}
