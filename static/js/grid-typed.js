// What is typed after a button was pressed is later than what the button does, also while the button waits its turn:
// the button gets the fields as they were when it was pressed, and its answer leaves alone what came after.

/** When each field was last typed into: counted, not timed. */
const typedAt = new Map();
let count = 0;
/** What an edit is about besides the fields of the table. */
const CHOICE = ["row", "week", "step_by", "ceiling"];

/** name -- of the field that was typed into */
export function markTyped(name) {
  count += 1;
  typedAt.set(name, count);
}

/** The form at the moment when a button is pressed. */
export const formWhenPressed = (form) => ({ count, values: new FormData(form) });

const typedSince = (press) => [...typedAt.keys()].filter((name) => typedAt.get(name) > press.count);

/** What the button sends when its turn comes. */
export function bodyOf(form, press) {
  const body = new FormData(form);
  for (const name of [...typedSince(press), ...CHOICE]) {
    if (press.values.has(name)) body.set(name, press.values.get(name));
    else if (CHOICE.includes(name)) body.delete(name);
  }
  return body;
}

/** Takes a new form, and puts back what was typed since. Answers whether there was any. */
export function keepTyped(form, press, replace) {
  const values = new FormData(form);
  const later = typedSince(press).filter((name) => values.has(name));
  replace();
  for (const name of later) {
    const field = form.elements[name];
    if (field && field.type !== "radio") field.value = values.get(name);
  }
  return later.length > 0;
}
