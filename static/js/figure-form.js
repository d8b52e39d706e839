// The pose form: sliders beside their numbers, pictures and findings as one types, undo and redo.
// Without it the form has its numbers, and "Preview" draws them.
import { start } from "./figure-undo.js";

const form = document.querySelector(".figure-form");
/** Milliseconds without a change until the numbers are sent. */
const PAUSE = 120;
let timer;
let asked = 0;

const numberOf = (slider) => form.elements.namedItem(slider.dataset.slider);
const sliderOf = (number) => form.querySelector(`[data-slider="${number.name}"]`);

/** The drawing in a root of its own: its style is a sheet there, which the content policy lets a script add. */
function put(picture, text) {
  const [element, style] = text.match(/<style>(.*?)<\/style>/s);
  const drawing = new DOMParser().parseFromString(text.replace(element, ""), "image/svg+xml").documentElement;
  const root = picture.shadowRoot ?? picture.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(drawing);
}

function line(words) {
  const shown = document.createElement("p");
  shown.className = "finding";
  shown.textContent = words;
  return shown;
}

/** “Pose 2: ”, or nothing for the whole motion. */
function titleOf(pose) {
  const heading = form.querySelector(`#pose-${pose} h2`);
  return heading ? `${heading.textContent}: ` : "";
}

function sayFindings({ findings = [], trouble }) {
  const list = form.querySelector(".figure-findings");
  const lines = findings.map(([pose, , words]) => line(titleOf(pose) + words));
  if (trouble) lines.push(line(trouble));
  if (!lines.length) lines.push(Object.assign(document.createElement("p"), { textContent: list.dataset.none }));
  list.replaceChildren(...lines);
  for (const place of form.querySelectorAll("[data-findings]")) {
    const [pose, part] = place.dataset.findings.split(" ");
    const mine = findings.filter(([at, limb]) => limb === part && (at === 0 || at === Number(pose)));
    place.replaceChildren(...mine.map(([, , words]) => line(words)));
    if (mine.length) place.closest("details").open = true;
  }
}

function sayErrors(errors) {
  for (const place of form.querySelectorAll("[data-error]")) {
    const words = errors[place.dataset.error] ?? "";
    place.textContent = words;
    place.hidden = !words;
    form.elements.namedItem(place.dataset.error).ariaInvalid = words ? "true" : null;
  }
}

async function preview() {
  asked += 1;
  const mine = asked;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (mine !== asked) return;
  if (!answer?.ok) return sayFindings({ trouble: form.dataset.failed });
  const drawn = await answer.json();
  if (mine !== asked) return;
  for (const [place, text] of (drawn.poses ?? []).entries()) put(form.querySelector(`[data-pose="${place}"]`), text);
  if (drawn.moving) put(form.querySelector('[data-pose="moving"]'), drawn.moving);
  sayFindings(drawn);
  sayErrors(drawn.errors);
}

function changed() {
  clearTimeout(timer);
  timer = setTimeout(preview, PAUSE);
  // A review is of what is saved: its buttons wait until this is.
  document.querySelector(".figure-unsaved").hidden = false;
  for (const button of document.querySelectorAll(".figure-standing .figure-word button")) button.disabled = true;
}

if (form) {
  const undo = start(form, () => {
    for (const slider of form.querySelectorAll("[data-slider]")) slider.value = numberOf(slider).value;
    changed();
  });
  form.addEventListener("input", ({ target }) => {
    if (target.dataset.slider) numberOf(target).value = target.value;
    else if (target.type === "number") sliderOf(target).value = target.value;
    changed();
  });
  form.addEventListener("change", undo.keep);
  for (const slider of form.querySelectorAll("[data-slider]")) slider.disabled = false; // now they move something
}
