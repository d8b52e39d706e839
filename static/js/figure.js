// The figure of an exercise: another one after a swap, and run at the prescribed tempo by the tempo guide's clock.
const isStill = matchMedia("(prefers-reduced-motion: reduce)");

/** Shows another exercise's figure, as its page has it; nothing where it has none, or where there is no connection. */
export async function draw(stage, exercise) {
  stage.hidden = true;
  const answer = await fetch(`/exercises/${exercise}/`).catch(() => undefined);
  const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
  const other = page.querySelector(".stage picture");
  if (!other) return;
  const picture = stage.querySelector("picture");
  for (const side of ["width", "height"])
    other.querySelector("img")[side] = picture.querySelector("img").getAttribute(side);
  picture.replaceWith(other);
  stage.querySelector(".held").src = page.querySelector(".stage .held").getAttribute("src");
  stage.hidden = false;
}

// The drawing itself beside its picture. Its style becomes a sheet of the page, which the content policy lets a script add.
async function inline(picture) {
  const text = await fetch(picture.querySelector("img").src).then((answer) => answer.text());
  const [element, style] = text.match(/<style>(.*?)<\/style>/s);
  const drawing = new DOMParser().parseFromString(text.replace(element, ""), "image/svg+xml").documentElement;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets.push(sheet);
  picture.after(drawing);
  picture.hidden = true;
  return () => {
    drawing.remove();
    picture.hidden = false;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  };
}

/** The drawing's own seconds of each part of a tempo: {lower: [0, 3], ...}. */
function partsOf(drawing) {
  const marks = drawing.dataset.parts?.matchAll(/(\w+) ([\d.]+) ([\d.]+)/g) ?? [];
  return Object.fromEntries([...marks].map(([, part, start, end]) => [part, [Number(start), Number(end)]]));
}

/**
 * Moves the figure of a stage at [lower, low, lift, high] seconds.
 * Resolves to {at(second), stop()}, or nothing where there is no figure or no movement is wanted.
 */
export async function move(stage, seconds) {
  const picture = stage?.querySelector("picture");
  if (!picture || isStill.matches) return undefined;
  const restore = await inline(picture).catch(() => undefined);
  if (!restore) return undefined;
  const drawing = picture.nextElementSibling;
  const parts = partsOf(drawing);
  const running = drawing.getAnimations({ subtree: true });
  const total = seconds.reduce((sum, each) => sum + each, 0);
  return {
    at: (second) => {
      const { name, since, lasts } = partAt(second % total, seconds);
      const [start, end] = parts[name] ?? [];
      if (start === undefined) return;
      const speed = (end - start) / lasts;
      for (const animation of running) {
        animation.currentTime = (start + since * speed) * 1000;
        animation.playbackRate = speed;
      }
    },
    stop: restore,
  };
}

function partAt(second, seconds) {
  let since = second;
  for (const [place, name] of ["lower", "low", "lift", "high"].entries()) {
    if (since < seconds[place]) return { name, since, lasts: seconds[place] };
    since -= seconds[place];
  }
  return { name: "high", since: 0, lasts: 1 };
}
