// The pill on Today: whether the next sessions are on this phone, how old this page is, and what still waits.
import { countOthers } from "./others.js";
import { filled } from "./text.js";
import { countKept } from "./waiting.js";

/** Milliseconds after which a kept page is called old. */
const OLD = 48 * 3_600_000;
const pill = document.getElementById("ready");
const others = document.getElementById("others");

/** keep -- the addresses that the page wants kept, with a space between them. */
export async function paint(keep) {
  if (!pill) return;
  const count = await countKept();
  const asked = new Date(Number(pill.dataset.at) * 1000);
  const isOld = Date.now() - asked > OLD;
  const text = await textOf({ count, isOld, asked, keep });
  pill.hidden = !text;
  pill.textContent = text;
  pill.classList.toggle("warning", Boolean(count || isOld));
  await paintOthers();
}

/** What waits goes before an old page, and that before what is ready. */
async function textOf({ count, isOld, asked, keep }) {
  const { ready, offline, waiting, old } = pill.dataset;
  if (count) return filled(navigator.onLine ? waiting : offline, { count });
  if (isOld) return filled(old, { when: dayAndTime(asked) });
  return (await isKept(keep)) ? ready : "";
}

function dayAndTime(at) {
  const format = { weekday: "short", hour: "2-digit", minute: "2-digit" };
  return at.toLocaleString(document.documentElement.lang, format);
}

async function paintOthers() {
  const count = await countOthers().catch(() => 0);
  others.hidden = !count;
  others.textContent = filled(count === 1 ? others.dataset.one : others.dataset.many, { count });
}

async function isKept(keep) {
  const pages = await globalThis.caches?.open("pages");
  const wanted = (keep || "").split(" ").filter((path) => /^\/session\/[^/]+\/$/.test(path));
  for (const path of wanted) {
    if (!(await pages?.match(path, { ignoreVary: true }))) return false;
  }
  return wanted.length > 0;
}

navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.kept && paint(data.kept.join(" ")));
