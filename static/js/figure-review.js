// The contact sheet by keyboard: N next, P back, A accept, O note. Without it each card has its buttons.
const cards = [...document.querySelectorAll(".figure-card")];
const current = () => cards.indexOf(document.activeElement.closest(".figure-card"));

function go(place) {
  cards[Math.max(0, Math.min(cards.length - 1, place))]?.focus();
}

const acts = {
  n: () => go(current() + 1),
  p: () => go(current() - 1),
  a: () => cards[current()]?.querySelector("[value=accept]")?.click(),
  o: () => cards[current()]?.querySelector("[name=note]")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const act = acts[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

// After a review its page comes back at the card, which the browser focuses: then the next one is at hand.
addEventListener("load", () => {
  const last = cards.findIndex((card) => `#${card.id}` === location.hash);
  if (last >= 0) go(last + 1);
});
