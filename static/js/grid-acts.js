// What the therapist does reaches the clinic in order: one request at a time, each after the answer to the one before.
// Where one fails, what was to follow it is not done: nobody saves less than what was asked for.
import { csrfToken } from "./text.js";

/** Milliseconds until a clinic that does not answer is said to be away. */
const PATIENCE = 60_000;

/** A request that was not done. notice -- which of the page's sentences says so; text -- in words of the server's own */
export class NotDone extends Error {
  constructor(notice, text = "") {
    super(notice);
    Object.assign(this, { notice, text });
  }
}

const waiting = [];
let isWorking = false;

/** Whether something is under way or waits its turn. */
export const isBusy = () => isWorking;

/** Does this after everything that was asked for before it. */
export async function inOrder(act, whenNotDone) {
  waiting.push(act);
  if (isWorking) return;
  isWorking = true;
  while (waiting.length) {
    try {
      await waiting.shift()();
    } catch (error) {
      waiting.length = 0;
      whenNotDone(error);
    }
  }
  isWorking = false;
}

/** Posts to this page. Answers the document that came back, or the values of a JSON answer; throws NotDone. */
export async function post(body) {
  body.set("csrfmiddlewaretoken", csrfToken());
  const headers = { Accept: "application/json" };
  const signal = AbortSignal.timeout(PATIENCE);
  let answer, text;
  try {
    answer = await fetch(location.pathname, { method: "POST", body, headers, signal });
    text = await answer.text();
  } catch {
    throw new NotDone("away");
  }
  const type = answer.headers.get("Content-Type") ?? "";
  if (answer.redirected || answer.status === 403) throw new NotDone("signed-out");
  if (answer.status === 400 && type.startsWith("text/plain")) throw new NotDone("refused", text);
  if (![200, 409, 422].includes(answer.status)) throw new NotDone("failed");
  if (type.startsWith("application/json")) return JSON.parse(text);
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!page.getElementById("grid")) throw new NotDone("failed");
  return page;
}
