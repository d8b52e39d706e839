// A timed hold: get ready, count down, log by itself at zero. A tap before that logs the time that was done.
import { tick, wake } from "./signals.js";

/** Seconds to get ready, and seconds before the end that tick higher. */
const READY = 5;
const NEAR_END = 3;
let running;

export const isHolding = () => Boolean(running);
export const text = () => running?.text;

/** Starts a hold of so many seconds; done(seconds) is called once, paint() each second. */
export function start(seconds, words, { paint, done }) {
  wake();
  running = { seconds, words, paint, done, begins: Date.now() + READY * 1000 };
  running.timer = setInterval(beat, 250);
  beat();
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
  beat();
}
