// What waits on this phone to be sent.
import { memory, OWN, open } from "./store.js";

export const isWaiting = ({ report, header, sets, swaps, refused }) =>
  report || header || Object.keys({ ...sets, ...swaps, ...refused }).length;

const sizeOf = (items) => Object.keys(items || {}).length;

/** How many things a document keeps here: sets, choices, what was refused, the end of a session; or one report. */
export function thingsIn({ report, header, sets, swaps, refused }) {
  return [report, header].filter(Boolean).length + sizeOf(sets) + sizeOf(swaps) + sizeOf(refused);
}

export function allOf(store, kind) {
  const request = store.transaction(kind).objectStore(kind).getAll();
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The ids of every document of a kind that has something to send. */
export async function waiting(kind = "sessions") {
  try {
    const all = await allOf(await open(), kind);
    return all.filter(isWaiting).map((saved) => saved.id);
  } catch {
    const isOfKind = (saved) => Boolean(saved.report) === (kind === "reports");
    return [...memory.values()].filter((saved) => isWaiting(saved) && isOfKind(saved)).map((saved) => saved.id);
  }
}

/** One number for what waits, the same on every page: how many things, not in how many documents. */
export async function countKept() {
  let count = 0;
  for (const kind of ["sessions", "reports"]) {
    const all = await open()
      .then((store) => allOf(store, kind))
      .catch(() => [...memory.values()].filter((saved) => Boolean(saved.report) === (kind === "reports")));
    for (const saved of all) count += thingsIn(saved);
  }
  return count;
}

/** Deletes what this page's owner has here, and nothing of anybody else. */
export async function forget() {
  navigator.serviceWorker?.controller?.postMessage({ forget: true });
  await globalThis.caches?.delete("pages");
  const store = await open().catch(() => null);
  store?.close();
  indexedDB.deleteDatabase(OWN);
}
