// The same identity for the same thing on every phone.
import { uuidOf } from "./store.js";

/** uuid5(namespace, name), as the server makes it; rejects where the browser has no secure context. */
export async function uuid5(namespace, name) {
  const pairs = namespace.replaceAll("-", "").match(/../g);
  const space = pairs.map((pair) => Number.parseInt(pair, 16));
  const bytes = new Uint8Array([...space, ...new TextEncoder().encode(name)]);
  const hash = await crypto.subtle.digest("SHA-1", bytes);
  return uuidOf(new Uint8Array(hash).slice(0, 16), 5);
}
