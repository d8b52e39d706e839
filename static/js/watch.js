// A session that is being done: its sets appear as they arrive from the phone.
const EVERY = 4000;
const place = document.querySelector("[data-watch]");
const note = document.getElementById("watching");
const words = note.textContent;

async function look() {
  if (document.hidden) return;
  const answer = await fetch(place.dataset.watch).catch(() => null);
  note.textContent = answer?.ok ? words : note.dataset.away;
  if (!answer?.ok || answer.redirected) return;
  const html = await answer.text();
  if (html !== place.dataset.last) place.innerHTML = html;
  place.dataset.last = html;
}

if (place) {
  note.hidden = false;
  setInterval(look, EVERY);
}
