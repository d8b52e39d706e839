// A timed hold: get ready, count down, log by itself at zero. A tap before that logs the time that was done. It is kept as
// the moment at which it begins, so that a reload or a lost tab goes on with it.
import { session } from "./rows.js";
import { tick, wake } from "./signals.js";

/** Seconds to get ready, and seconds before the end that tick higher. */
const READY = 5;
const NEAR_END = 3;
const KEPT = `hold:${session}`;
let running;

export const isHolding = () => Boolean(running);
export const text = () => running?.text;

/** Starts a hold of a mark for so many seconds; done(seconds) is called once, paint() each second. */
export function start(mark, seconds, words, acts) {
  wake();
  go({ mark, seconds, begins: Date.now() + READY * 1000 }, words, acts);
}

/** The hold that still runs since this page was left; one that nobody saw end is not taken for done. */
export function kept() {
  const hold = JSON.parse(localStorage.getItem(KEPT) || "null");
  if (hold && hold.begins + hold.seconds * 1000 > Date.now()) return hold;
  localStorage.removeItem(KEPT);
  return undefined;
}

/** Goes on with it. acts -- as for start */
export function go(hold, words, { paint, done }) {
  keep(hold);
  running = { ...hold, words, paint, done };
  running.timer = setInterval(beat, 250);
  beat();
}

function keep({ mark, seconds, begins }) {
  localStorage.setItem(KEPT, JSON.stringify({ mark, seconds, begins }));
}

function beat() {
  const passed = Math.floor((Date.now() - running.begins) / 1000);
  if (passed === running.passed) return;
  running.passed = passed;
  const left = running.seconds - Math.max(0, passed);
  running.text = passed < 0 ? `${running.words.ready} ${-passed}` : `${running.words.hold} ${left}`;
  sound(passed, left);
  if (left <= 0) finish(running.seconds);
  else running.paint();
}

function sound(passed, left) {
  if (passed === 0) tick(880, 0.3);
  else tick(pitchOf(passed, left), 0.05);
}

function pitchOf(passed, left) {
  if (passed < 0) return 550;
  return left <= NEAR_END ? 770 : 440;
}

function finish(seconds) {
  const { done, timer } = running;
  clearInterval(timer);
  localStorage.removeItem(KEPT);
  running = undefined;
  tick(990, 0.5);
  done(seconds);
}

/** A tap: while getting ready it starts at once, while holding it ends here. */
export function tap() {
  const passed = (Date.now() - running.begins) / 1000;
  if (passed >= 0) {
    finish(Math.max(1, Math.round(passed)));
    return;
  }
  running.begins = Date.now();
  keep(running);
  beat();
}
