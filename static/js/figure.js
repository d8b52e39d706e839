// The moving figure: two poses of the drawing, run at the prescribed tempo by the tempo guide's clock.
const angleOf = (joint) => Number.parseFloat(joint.getAttribute("transform")?.match(/rotate\(([-\d.]+)/)?.[1] || 0);
const isStill = matchMedia("(prefers-reduced-motion: reduce)");

// The drawing itself in place of its picture, without its own styles: the site's are enough.
async function inline(picture) {
  const text = await fetch(picture.src).then((answer) => answer.text());
  const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  drawing.querySelector("style")?.remove();
  for (const name of ["width", "height"]) drawing.setAttribute(name, picture.getAttribute(name));
  picture.replaceWith(drawing);
  return drawing;
}

/**
 * Moves the figure of a stage through so many repetitions of [lower, pause, lift, pause] seconds.
 * Resolves to {at(second), stop()}, or nothing where there is no figure or no movement is wanted.
 */
export async function move(stage, [lower, low, lift, high], reps) {
  const picture = stage?.querySelector("img[data-figure], svg");
  if (!picture || isStill.matches) return undefined;
  const drawing = picture.matches("svg") ? picture : await inline(picture).catch(() => null);
  if (!drawing) return undefined;
  const still = drawing.querySelector(".still");
  const first = [...drawing.querySelector(".ghost").querySelectorAll("g")];
  const last = [...still.nextElementSibling.querySelectorAll("g")];
  const isLowFirst = drawing.classList.contains("calf-raise"); // drawn from the lowered heel up
  const total = lower + low + lift + high;
  const marks = [0, lower, lower + low, lower + low + lift, total].map((second) => second / total);
  const running = last.flatMap((joint, place) => {
    const poses = [angleOf(first[place]), angleOf(joint)];
    const [top, bottom] = isLowFirst ? [...poses].reverse() : poses;
    if (top === bottom) return [];
    const frames = [top, bottom, bottom, top, top].map((angle, step) => ({
      transform: `rotate(${angle}deg)`,
      offset: marks[step],
      easing: "ease-in-out",
    }));
    return [joint.animate(frames, { duration: total * 1000, iterations: reps })];
  });
  drawing.classList.add("run");
  return {
    at: (second) => {
      for (const each of running) each.currentTime = second * 1000;
    },
    stop: () => {
      for (const each of running) each.cancel();
      drawing.classList.remove("run");
    },
  };
}
