// The pill on Today: whether the next sessions are on this phone, how old this page is, and what still waits.
import { countOthers } from "./others.js";
import { waiting } from "./store.js";

const OLD = 48 * 3_600_000;
const pill = document.getElementById("ready");
const others = document.getElementById("others");
const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** keep -- the addresses that the page wants kept, with a space between them. */
export async function paint(keep) {
  if (!pill) return;
  const count = (await waiting()).length + (await waiting("reports")).length;
  const { ready, offline, old, at } = pill.dataset;
  const asked = new Date(Number(at) * 1000);
  const isOld = Date.now() - asked > OLD;
  const when = asked.toLocaleString(document.documentElement.lang, {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const text = count ? say(offline, { count }) : isOld ? say(old, { when }) : (await isKept(keep)) && ready;
  pill.hidden = !text;
  pill.textContent = text || "";
  pill.classList.toggle("warning", Boolean(count || isOld));
  return paintOthers();
}

async function paintOthers() {
  const count = await countOthers().catch(() => 0);
  others.hidden = !count;
  others.textContent = say(count === 1 ? others.dataset.one : others.dataset.many, { count });
}

async function isKept(keep) {
  const pages = await globalThis.caches?.open("pages");
  const wanted = (keep || "").split(" ").filter((path) => /^\/session\/[^/]+\/$/.test(path));
  for (const path of wanted) if (!(await pages?.match(path, { ignoreVary: true }))) return false;
  return wanted.length > 0;
}

navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.kept && paint(data.kept.join(" ")));
