// What the phone holds until the server has it: a document per session and per pain report, in IndexedDB;
// in memory where the browser has none. Everybody who signs in on this phone has a store of their own.
export const { owner } = document.body.dataset;
export const OWN = `clinic-${owner}`;
export const KINDS = ["sessions", "reports"];
/** What could not be stored, until this page is closed. */
export const memory = new Map();
/** What the phone's store held last, for when it can no longer be read. */
const last = new Map();
let opening;

/** What could only be kept in memory comes on top of what is stored. */
export function joined(stored, kept) {
  if (!stored || !kept) return kept || stored;
  const sets = { ...stored.sets, ...kept.sets };
  const swaps = { ...stored.swaps, ...kept.swaps };
  return { ...stored, ...kept, sets, swaps };
}

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

/** This page's owner's own store. */
export function open() {
  if (!owner) return Promise.reject(new Error("nobody's page"));
  opening ||= openStore(OWN);
  return opening;
}

function completed(transaction) {
  return new Promise((resolve, reject) => {
    const fail = () => reject(transaction.error);
    transaction.oncomplete = resolve;
    transaction.onabort = fail;
    transaction.onerror = fail;
  });
}

/**
 * Changes one document in one transaction, so that two tabs never overwrite each other.
 * change(document or undefined) returns the new document, or nothing to remove it.
 * Resolves to [the new document, whether it is safe on the phone].
 */
export async function update(id, change, kind = "sessions") {
  try {
    const transaction = (await open()).transaction(kind, "readwrite", { durability: "strict" });
    const documents = transaction.objectStore(kind);
    let result;
    const reading = documents.get(id);
    reading.onsuccess = () => {
      result = change(joined(reading.result, memory.get(id)));
      if (result) documents.put(result);
      else documents.delete(id);
    };
    await completed(transaction);
    memory.delete(id);
    last.set(id, result);
    return [result, true];
  } catch {
    const result = change(memory.get(id) ?? last.get(id));
    if (result) memory.set(id, result);
    else memory.delete(id);
    return [result, false];
  }
}

// -- identities ---------------------------------------------------------------------------------

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const dashed = (text) => text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

export const uuid = () => crypto.randomUUID?.() ?? uuidOf(crypto.getRandomValues(new Uint8Array(16)), 4);

/** Bytes as a uuid of that version (RFC 9562). */
export function uuidOf(bytes, version) {
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return dashed(hex(bytes));
}
