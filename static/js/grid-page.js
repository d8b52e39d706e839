// What the page says of its own, where the cursor is, and when nothing may be taken from under the hand.
const notices = document.querySelectorAll("[data-notice]");
let shown = "";

/** Shows one of the page's notices, or none. text -- for the notice that has no words of its own */
export function showNotice(name, text) {
  shown = name;
  for (const notice of notices) {
    notice.hidden = notice.dataset.notice !== name;
    if (text && !notice.hidden) notice.textContent = text;
  }
}

/** Whether the page says that something was not done. */
export const isTroubled = () => !["", "waiting", "recalled"].includes(shown);

/** The field with the cursor and what is selected in it. */
export function readCursor() {
  const { activeElement: field } = document;
  return { name: field?.name, start: field?.selectionStart, end: field?.selectionEnd };
}

/** Puts the cursor back, or into another field where its own is gone. */
export function putCursor(form, { name, start, end }, other) {
  const own = form.elements[name];
  const field = own instanceof HTMLElement ? own : other;
  field?.focus();
  if (field === own && start != null) field.setSelectionRange?.(start, end);
}

let cursorBefore;

/** While the page is being saved nobody types into it: what is shown is what is saved. */
export function holdForm(form) {
  if (!form.inert) cursorBefore = readCursor();
  form.inert = true;
  showNotice("waiting");
}

export function releaseForm(form) {
  if (!form.inert) return;
  form.inert = false;
  showNotice("");
  putCursor(form, cursorBefore);
}

let isUp = Promise.resolve();

/** Resolves when no button is held down: one that is replaced under the mouse is never clicked. */
export const whenButtonIsUp = () => isUp;

addEventListener("pointerdown", ({ target }) => {
  if (!target.closest("button")) return;
  isUp = new Promise((resolve) => {
    const afterTheClick = () => setTimeout(resolve);
    for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, afterTheClick, { once: true });
  });
});
