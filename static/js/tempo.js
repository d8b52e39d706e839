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

// phases: seconds of [lower, pause, lift, pause]; an X is fast and takes one second.
const phasesOf = (code) => code.split("-").map((part) => (part === "X" ? 1 : Number(part)));

export async function guide(button, words) {
  const mine = running?.button === button;
  stop();
  if (mine) return;
  wake();
  const phases = phasesOf(button.dataset.tempo);
  const names = [
    words.lower,
    words.pause,
    button.dataset.tempo.split("-")[2] === "X" ? words.fast : words.lift,
    words.pause,
  ];
  const beats = phases.flatMap((seconds, place) =>
    Array.from({ length: seconds }, (_, beat) => [names[place], seconds - beat, !beat]),
  );
  const reps = Number(button.dataset.reps);
  const run = (running = { button, label: button.textContent });
  button.ariaPressed = "true";
  run.figure = await move(button.closest(".card").querySelector(".stage:not([hidden])"), phases, reps);
  if (running !== run) return run.figure?.stop(); // stopped while the drawing was fetched
  let beat = 0;
  const next = () => {
    const rep = Math.floor(beat / beats.length) + 1;
    if (rep > reps) {
      tick(990, 0.4);
      return stop();
    }
    const [name, left, isFirst] = beats[beat % beats.length];
    button.textContent = `${name} ${left} · ${rep}/${reps}`;
    run.figure?.at(beat);
    tick(isFirst ? 880 : 550);
    beat += 1;
    return undefined;
  };
  run.timer = setInterval(next, 1000);
  next();
}
