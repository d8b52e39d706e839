// What this phone knows of a session, whatever an older page of the clinic says: the sets that are done, and whether
// it is over. Pure: a document of the store in, figures out.

const isLeftOut = (swaps, prescription) => {
  const swap = swaps[prescription];
  return Boolean(swap && !swap.is_withdrawn && !swap.instead);
};

/** {done, count, isOver} of a session's document; nothing where the phone has none, or never saw its targets. */
export function stateOf(saved) {
  if (!saved) return undefined;
  const isOver = [saved.header, saved.known].some((header) => header?.status === "completed");
  const swaps = { ...saved.doneSwaps, ...saved.swaps };
  const targets = (saved.targets || []).filter(({ prescription }) => !isLeftOut(swaps, prescription));
  const sets = Object.values({ ...saved.done, ...saved.sets }).filter((set) => !set.is_deleted);
  let [done, count] = [0, 0];
  for (const target of targets) {
    count += target.sets;
    for (let number = 1; number <= target.sets; number += 1) {
      const own = sets.filter((set) => set.target === target.prescription && set.number === number);
      const sides = new Set(own.map(({ side }) => side));
      if (sides.has("") || sides.size === 2) done += 1;
    }
  }
  return { done, count, isOver };
}

/** The worst pain that waits here for a session; nothing where none does. */
export function worstWaiting(reports, session) {
  const own = reports.filter(({ report }) => report?.session === session && report.moment !== "next_morning");
  const scores = own.map(({ report }) => report.score);
  return scores.length ? Math.max(...scores) : undefined;
}
