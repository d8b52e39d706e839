// The program says of its next session what this phone knows: it is today's, it was begun, it is done.
import { stateOf } from "./phone-state.js";
import { update } from "./store.js";
import { filled, today } from "./text.js";

const card = document.querySelector("[data-session]");
const heading = card.querySelector("h2");
const facts = card.querySelector("[data-facts]");

async function paint() {
  const [saved] = await update(card.dataset.session, (document) => document);
  const { done = 0, count = 0, isOver = false } = stateOf(saved) || {};
  if (card.dataset.on === today()) heading.textContent = filled(card.dataset.today, card.dataset);
  if (!done) return;
  facts.textContent = filled(isOver ? card.dataset.all : card.dataset.some, { done, count });
  if (!isOver) return;
  heading.textContent = filled(card.dataset.done, card.dataset);
  card.querySelector(".button").hidden = true;
}

paint();
