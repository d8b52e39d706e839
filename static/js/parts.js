// Pages of the same athlete that are read in place: fetched when they are opened, and not before.
async function load(part, address) {
  const body = part.querySelector("[data-body]");
  body.ariaBusy = "true";
  const answer = await fetch(address).catch(() => null);
  body.ariaBusy = "false";
  if (!answer?.ok || answer.redirected) return; // away, or signed out: the link to the page stays
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector(part.dataset.take);
  if (found) body.replaceChildren(found);
}

for (const part of document.querySelectorAll("details[data-part]")) {
  part.addEventListener("toggle", () => load(part, part.dataset.part), { once: true });
  part.addEventListener("submit", (event) => {
    if (event.target.method !== "get") return;
    event.preventDefault();
    load(part, `${part.dataset.part}?${new URLSearchParams(new FormData(event.target))}`);
  });
}
