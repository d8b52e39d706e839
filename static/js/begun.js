// What this phone knows of the session before a tap: whether it was begun here, and what was trained last.
import { $$, isUneven, session } from "./rows.js";
import { owner, update } from "./store.js";
import { today } from "./text.js";

/** The session that was trained last on this phone, and its day. */
export const LAST = `last:${owner}`;
/** Keys under which acts of this session, or on an exercise of it, are remembered. */
const TRACES = [`past:${session}`, `hold:${session}`, `notes:${owner}`, `unit:${owner}:`];

/** Another session was trained here today or yesterday. */
export function isNextToLast() {
  const [last, on] = (localStorage.getItem(LAST) || "").split(" ");
  return Boolean(last) && last !== session && on >= today(1);
}

/** Whether there is more to show than the page says: sets kept here, a hold or a rest that runs, sides, units. */
export async function isBegun() {
  const isTrace = (key) => TRACES.some((trace) => key.startsWith(trace));
  if (Object.keys(localStorage).some(isTrace) || $$(".set").some(isUneven)) return true;
  if (localStorage.getItem("sound") === "off" || JSON.parse(localStorage.getItem("rest"))?.ends) return true;
  const [kept] = await update(session, (document) => document);
  return Boolean(kept);
}
