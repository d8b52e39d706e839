// What the page says of its own, where the cursor is, and when nothing may be taken from under the hand.
const notices = document.querySelectorAll("[data-notice]");
let shown = "";

/** Shows one of the page's notices, or none. text -- for the notice that has no words of its own */
export function say(notice, text) {
  shown = notice;
  for (const each of notices) {
    each.hidden = each.dataset.notice !== notice;
    if (text && !each.hidden) each.textContent = text;
  }
}

/** Whether the page says that something was not done. */
export const isTroubled = () => shown !== "" && shown !== "waiting";

/** The field with the cursor and what is selected in it. */
export function cursor() {
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

let left;

/** While the page is being saved nobody types into it: what is shown is what is saved. */
export function hold(form) {
  if (!form.inert) left = cursor();
  form.inert = true;
  say("waiting");
}

export function release(form) {
  if (!form.inert) return;
  form.inert = false;
  say("");
  putCursor(form, left);
}

let isUp = Promise.resolve();

/** Resolves when no button is held down: one that is replaced under the mouse is never clicked. */
export const buttonUp = () => isUp;

addEventListener("pointerdown", ({ target }) => {
  if (!target.closest("button")) return;
  isUp = new Promise((resolve) => {
    const afterTheClick = () => setTimeout(resolve);
    for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, afterTheClick, { once: true });
  });
});
