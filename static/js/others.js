// What waits on this phone for another sign-in: how much it is, never what or whose.
import { joined, KINDS, openStore, OWN, update } from "./store.js";
import { allOf, isWaiting, thingsIn } from "./waiting.js";

/** Where everybody's things were kept before they had a mark. */
const UNMARKED = "clinic";

async function namesOfOthers() {
  const all = (await globalThis.indexedDB?.databases?.()) ?? [];
  const isClinics = (name) => name === UNMARKED || name.startsWith(`${UNMARKED}-`);
  return all.map(({ name }) => name).filter((name) => isClinics(name) && name !== OWN);
}

async function waitingIn(store) {
  const found = [];
  for (const kind of KINDS) {
    const waiting = (await allOf(store, kind)).filter(isWaiting);
    found.push(...waiting.map((saved) => ({ kind, saved })));
  }
  return found;
}

export async function countOthers() {
  let count = 0;
  for (const name of await namesOfOthers()) {
    const store = await openStore(name);
    for (const { saved } of await waitingIn(store)) count += thingsIn(saved);
    store.close();
  }
  return count;
}

// A session shows itself only to its athlete; a run says of nobody whose it is.
async function isMine({ kind, saved }) {
  const session = kind === "sessions" ? saved.id : saved.report.session;
  if (!session) return false;
  const answer = await fetch(`/api/v1/sessions/${session}/`).catch(() => null);
  return Boolean(answer?.ok);
}

/** Things without a mark become this person's only where the clinic knows that they are; the others stay. */
export async function takeOverUnmarked() {
  if (!navigator.onLine || !(await namesOfOthers()).includes(UNMARKED)) return;
  const store = await openStore(UNMARKED);
  for (const found of await waitingIn(store)) {
    if (!(await isMine(found))) continue;
    const { kind, saved } = found;
    const [, isKept] = await update(saved.id, (now) => joined(saved, now), kind);
    if (isKept) store.transaction(kind, "readwrite").objectStore(kind).delete(saved.id);
  }
  store.close();
}
