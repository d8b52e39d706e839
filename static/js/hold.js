// A timed hold: get ready, count down, log by itself at zero. A tap before that logs the time that was done.
import { tick, wake } from "./signals.js";

const READY = 5;
let running;

export const isHolding = () => Boolean(running);
export const text = () => running?.text;

// Starts a hold of so many seconds; done(seconds) is called once, paint() each second.
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
  tick(passed < 0 ? 550 : passed === 0 ? 880 : left <= 3 ? 770 : 440, passed === 0 ? 0.3 : 0.05);
  if (left <= 0) return finish(running.seconds);
  return running.paint();
}

function finish(seconds) {
  const { done, timer } = running;
  clearInterval(timer);
  running = undefined;
  tick(990, 0.5);
  done(seconds);
}

// A tap: while getting ready it starts at once, while holding it ends here.
export function tap() {
  const passed = (Date.now() - running.begins) / 1000;
  if (passed >= 0) return finish(Math.max(1, Math.round(passed)));
  running.begins = Date.now();
  return beat();
}
