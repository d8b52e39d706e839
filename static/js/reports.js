// Pain reports, runs and check-ins: each is a document of its own, kept on the phone first.
import { alone, put, send } from "./send.js";
import { update, uuid } from "./store.js";
import { waiting } from "./waiting.js";

/** One pain report, run or check-in; it stays where the server refuses it, so that nothing is lost in silence. */
export function sendReport(id) {
  return alone(async () => {
    const [saved] = await update(id, (document) => document, "reports");
    if (!saved?.report) return { state: "sent" };
    const { state, answer } = await put(`/api/v1/${saved.kind || "pain-reports"}/${id}/`, saved.report);
    if (state === "sent") await update(id, (now) => (now?.edit === saved.edit ? undefined : now), "reports");
    return { state, verdict: answer?.verdict };
  });
}

/**
 * Keeps a report on the phone and sends it. Resolves to "sent", to "stale" where a later word of another phone stands,
 * to "kept" where it waits here, or to "form" where the page's own form has to go: the clinic refused it, or this
 * browser can keep nothing.
 */
export async function keepReport(id, report, kind) {
  const [, isKept] = await update(id, () => ({ id, kind, report, edit: uuid() }), "reports");
  const { state, verdict } = await sendReport(id);
  if (state === "sent") return verdict === "stale" ? "stale" : "sent";
  return isKept && state !== "refused" ? "kept" : "form";
}

/** Takes a report off the phone, unsent. */
export const dropReport = (id) => update(id, () => undefined, "reports");

/** Sends everything that this phone has waiting. */
export async function flush() {
  for (const id of await waiting()) await send(id);
  for (const id of await waiting("reports")) await sendReport(id);
}
