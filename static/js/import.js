// An import that is under way: its progress is asked for every second; what comes after it is a page of its own.
const SECOND = 1000;

async function follow() {
  const headers = { "X-Quiet": "1" }; // a page that asks by itself is not somebody at work
  const answer = await fetch(location.href, { headers }).catch(() => null); // no connection: the next second asks again
  if (answer?.redirected) return location.reload();
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-working]");
    if (!fresh) return location.reload();
    document.querySelector("[data-working]").replaceWith(fresh);
  }
  setTimeout(follow, SECOND);
}

setTimeout(follow, SECOND);
