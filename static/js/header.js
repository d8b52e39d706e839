// The header of every staff page: what came in meanwhile, and the key that searches.
const INTERVAL = 60_000;
const line = document.getElementById("news");
const find = document.getElementById("find-all");
let since = "";

/** The menu's numbers: only for what waits. */
function showCounts(counts) {
  for (const badge of document.querySelectorAll("[data-count]")) {
    const count = counts[badge.dataset.count] ?? 0;
    badge.textContent = count;
    badge.hidden = count === 0;
  }
}

/** Urgent ones stay in the line until the page is left: nothing that was said goes away unread. */
function tell(urgent) {
  for (const { words, url } of urgent) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = words;
    line.append(link);
  }
  if (urgent.length) line.hidden = false;
}

async function ask() {
  if (document.hidden) return;
  // X-Quiet: a page that asks by itself is not somebody at work.
  const headers = { "X-Quiet": "1" };
  const answer = await fetch(`${line.dataset.news}?since=${encodeURIComponent(since)}`, { headers }).catch(() => null);
  if (!answer?.ok || answer.redirected) return; // away, or signed out: the next page says so
  const found = await answer.json();
  since = found.at;
  showCounts(found.counts);
  tell(found.urgent);
}

if (line) {
  ask();
  setInterval(ask, INTERVAL);
  document.addEventListener("visibilitychange", ask);
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea, select, [contenteditable]");
  const isCommand = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key !== "/" || isTyping || isCommand || !find || localStorage.getItem("caseload-keys") === "off") return;
  event.preventDefault();
  find.focus();
});
