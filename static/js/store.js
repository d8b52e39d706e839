// What the phone holds until the server has it: a document per session and per pain report, in IndexedDB;
// in memory where the browser has none. Everybody who signs in on this phone has a store of their own.
export const { owner } = document.body.dataset;
export const OWN = `clinic-${owner}`;
export const KINDS = ["sessions", "reports"];
const memory = new Map();
/** What the phone's store held last, for when it can no longer be read. */
const last = new Map();
let opening;

// What could only be kept in memory comes on top of what is stored.
export const joined = (stored, kept) =>
  kept && stored
    ? { ...stored, ...kept, sets: { ...stored.sets, ...kept.sets }, swaps: { ...stored.swaps, ...kept.swaps } }
    : kept || stored;

export function openStore(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 2);
    request.onupgradeneeded = () => {
      for (const kind of KINDS) {
        if (!request.result.objectStoreNames.contains(kind)) request.result.createObjectStore(kind, { keyPath: "id" });
      }
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close(); // another tab signs out
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

const open = () => (opening ||= owner ? openStore(OWN) : Promise.reject(new Error("nobody's page")));

// Changes one document in one transaction, so that two tabs never overwrite each other.
// change(document or undefined) returns the new document, or nothing to remove it.
// Resolves to [the new document, whether it is safe on the phone].
export async function update(id, change, kind = "sessions") {
  try {
    const transaction = (await open()).transaction(kind, "readwrite", { durability: "strict" });
    const documents = transaction.objectStore(kind);
    let result;
    const reading = documents.get(id);
    reading.onsuccess = () => {
      result = change(joined(reading.result, memory.get(id)));
      result ? documents.put(result) : documents.delete(id);
    };
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    memory.delete(id);
    last.set(id, result);
    return [result, true];
  } catch {
    const result = change(memory.get(id) ?? last.get(id));
    result ? memory.set(id, result) : memory.delete(id);
    return [result, false];
  }
}

export const isWaiting = ({ report, header, sets, swaps, refused }) =>
  report || header || Object.keys({ ...sets, ...swaps, ...refused }).length;

export function allOf(store, kind) {
  const request = store.transaction(kind).objectStore(kind).getAll();
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// The ids of every document of a kind that has something to send.
export async function waiting(kind = "sessions") {
  try {
    const all = await allOf(await open(), kind);
    return all.filter(isWaiting).map((saved) => saved.id);
  } catch {
    return [...memory.values()]
      .filter((saved) => isWaiting(saved) && Boolean(saved.report) === (kind === "reports"))
      .map((saved) => saved.id);
  }
}

/** Deletes what this page's owner has here, and nothing of anybody else. */
export async function forget() {
  navigator.serviceWorker?.controller?.postMessage({ forget: true });
  await globalThis.caches?.delete("pages");
  const store = await open().catch(() => null);
  store?.close();
  indexedDB.deleteDatabase(OWN);
}

// -- identities: random ones, and the same one for the same thing on every phone ----------------

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const dashed = (text) => text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

export const uuid = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16),
  );

/** uuid5(namespace, name), as the server makes it; rejects where the browser has no secure context. */
export async function uuid5(namespace, name) {
  const space = namespace
    .replaceAll("-", "")
    .match(/../g)
    .map((pair) => Number.parseInt(pair, 16));
  const bytes = new Uint8Array([...space, ...new TextEncoder().encode(name)]);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes)).slice(0, 16);
  hash[6] = (hash[6] & 15) | 80;
  hash[8] = (hash[8] & 63) | 128;
  return dashed(hex(hash));
}
