// Pain without leaving the session: the pain page's form in a sheet over it. A tap on the score keeps it, and so
// does what is changed after; little pain closes the sheet by itself.
import { attach, choosePlace } from "./pain.js";

/** Up to this score the sheet closes by itself, after so many milliseconds to read the answer. */
const LITTLE = 2;
const TIME_TO_READ = 1200;
const sheet = document.getElementById("pain");
const content = sheet.querySelector("div");
let asked;
let closing;

// From the network, or as this phone keeps it.
async function pageOf(link) {
  const { pathname } = new URL(link.href);
  const answer = await fetch(link.href).catch(() => caches.match(pathname, { cacheName: "pages", ignoreVary: true }));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Opens the sheet for an exercise, else for the one that the link names; the page of its own where that fails. */
export async function open(link, exercise = link.dataset.exercise) {
  asked = link;
  const page = await pageOf(link).catch(() => null);
  const form = page?.querySelector("form[data-pain]");
  if (!form) return location.assign(link.href);
  form.elements.exercise.value = exercise;
  content.replaceChildren(...page.querySelector("[data-pain-form]").childNodes);
  if (link.querySelector("span").textContent) choosePlace(form); // pain of this exercise was noted already
  attach(content, noted);
  form.addEventListener("change", () => {
    clearTimeout(closing);
    const said = new FormData(form);
    if (said.has("score") && said.get("region")) form.requestSubmit();
  });
  return sheet.showModal();
}

function noted(score) {
  const asksMore = !content.querySelector("[data-signs]").hidden;
  asked.querySelector("span").textContent = score;
  content.querySelector("[role=status]").scrollIntoView({ block: "nearest" });
  if (score <= LITTLE && !asksMore) closing = setTimeout(() => sheet.close(), TIME_TO_READ);
}

sheet.addEventListener("click", (event) => {
  clearTimeout(closing);
  if (event.target !== sheet && !event.target.closest("[data-close]")) return;
  event.preventDefault();
  sheet.close();
});
