// What is typed and not with the clinic yet is kept on this machine: it outlives a sign-in that ended, and a reload. It is
// its author's alone, and of the revision that it was typed over.

const { author } = document.getElementById("grid").dataset;
const KEY = `grid:${author}:${location.pathname}`;
/** Fields of the page itself, which every answer brings anew. */
const OF_THE_PAGE = new Set(["csrfmiddlewaretoken", "step", "row", "week"]);

/** What the fields were typed over: the stored revision, and the step of the draft. Nothing where nobody may type. */
const placeOf = ({ elements: { base, step } }) => base && step && `${base.value}/${step.value}`;

/** Keeps what these fields hold now. */
export function keep(form) {
  const values = [...new FormData(form)].filter(([name]) => !OF_THE_PAGE.has(name));
  localStorage.setItem(KEY, JSON.stringify({ place: placeOf(form), values }));
}

/** The clinic has it. */
export const forget = () => localStorage.removeItem(KEY);

/**
 * Puts back what was kept here, where nobody has saved the program or gone on with the draft since; calls changed(name) for each field that
 * differs. Answers whether there was any.
 */
export function recall(form, changed) {
  const kept = JSON.parse(localStorage.getItem(KEY) || "null");
  if (!kept || kept.place !== placeOf(form)) return false;
  let isAny = false;
  for (const [name, value] of kept.values) {
    const field = form.elements[name];
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    if (field.value === value || field.type === "hidden" || field.readOnly) continue;
    field.value = value;
    changed(name);
    isAny = true;
  }
  return isAny;
}
