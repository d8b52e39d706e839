// The chosen week as its sessions, and cells in which nothing is done.

/** Shows the week that is chosen in the table's head. */
export function showWeek(form) {
  const chosen = form.querySelector("[name=week]:checked")?.value;
  for (const card of document.querySelectorAll("#weeks [data-week]")) {
    card.classList.toggle("chosen", card.dataset.week === chosen);
    card.open = card.dataset.week === chosen;
  }
}

/** html -- a week as the clinic reads what is typed; it takes the place of the same week */
export function takeWeek(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.querySelector("[data-week]");
  document.querySelector(`#weeks [data-week="${fresh.dataset.week}"]`)?.replaceWith(fresh);
}

/** A cell in which nothing is done stands back. */
export const showRest = (cell) => cell.classList.toggle("rest", ["", "-"].includes(cell.value));
