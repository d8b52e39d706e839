// A session that is being done: its sets appear as they arrive from the phone.
const INTERVAL = 4000;
const watched = document.querySelector("[data-watch]");
const note = document.getElementById("watching");
const words = note.textContent;
let shown = "";

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(watched.dataset.watch, { headers: { "X-Quiet": "1" } }).catch(() => null);
  note.textContent = answer?.ok ? words : note.dataset.away;
  if (!answer?.ok || answer.redirected) return;
  const html = await answer.text();
  if (html !== shown) watched.innerHTML = html;
  shown = html;
}

if (watched) {
  note.hidden = false;
  setInterval(refresh, INTERVAL);
}
