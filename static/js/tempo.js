// The tempo guide: one clock drives the word, the tick, the repetition and the figure. It stops at the last one.
import { move } from "./figure.js";
import { tick, wake } from "./signals.js";

let running;

export function stop() {
  if (!running) return;
  clearInterval(running.timer);
  running.figure?.stop();
  running.button.textContent = running.label;
  running.button.ariaPressed = "false";
  running = undefined;
}

/** Starts the guide at the button's tempo, or stops it where it runs already. */
export async function guide(button, words) {
  const isMine = running?.button === button;
  stop();
  if (isMine) return;
  wake();
  const { tempo, reps } = button.dataset;
  const phases = phasesOf(tempo);
  const run = { button, label: button.textContent };
  running = run;
  button.ariaPressed = "true";
  const stage = button.closest(".card").querySelector(".stage:not([hidden])");
  run.figure = await move(
    stage,
    phases.map(({ seconds }) => seconds),
  );
  if (running === run) play(run, beatsOf(phases, words), Number(reps));
  else run.figure?.stop(); // stopped while the drawing was fetched
}

/** Lower, pause, lift, pause, each with its seconds; an X is fast and takes one second. */
function phasesOf(tempo) {
  const names = ["lower", "pause", "lift", "pause"];
  return tempo.split("-").map((part, place) => {
    if (part === "X") return { name: names[place] === "lift" ? "fast" : names[place], seconds: 1 };
    return { name: names[place], seconds: Number(part) };
  });
}

/** Every second of one repetition: the word to show, the seconds left of its phase, and whether the phase begins. */
function beatsOf(phases, words) {
  return phases.flatMap(({ name, seconds }) =>
    Array.from({ length: seconds }, (_, beat) => ({ word: words[name], left: seconds - beat, isFirst: beat === 0 })),
  );
}

function play(run, beats, reps) {
  let beat = 0;
  const next = () => {
    const rep = Math.floor(beat / beats.length) + 1;
    if (rep > reps) {
      tick(990, 0.4);
      stop();
      return;
    }
    const { word, left, isFirst } = beats[beat % beats.length];
    run.button.textContent = `${word} ${left} · ${rep}/${reps}`;
    run.figure?.at(beat);
    tick(isFirst ? 880 : 550);
    beat += 1;
  };
  run.timer = setInterval(next, 1000);
  next();
}
