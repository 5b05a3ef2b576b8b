/**
 * Whom to cut when too much waits for all peers together: those behind whom most
 * waits, and no more of them than needed.
 *
 * @module
 */

/** Most bytes that wait for all peers together. */
export const MAX_WAITING_BYTES = 256 * 1024 * 1024;

/** Returns those to cut, the largest first; mostly nobody. */
export function toShed<T>(
  peers: Iterable<T>,
  backlogOf: (peer: T) => number,
  maxBytes = MAX_WAITING_BYTES,
): readonly T[] {
  let total = 0;
  for (const peer of peers) total += backlogOf(peer);
  if (total <= maxBytes) return [];
  const largestFirst = [...peers]
    .sort((one, other) => backlogOf(other) - backlogOf(one));
  const end = largestFirst.findIndex((peer) =>
    (total -= backlogOf(peer)) <= maxBytes
  );
  return largestFirst.slice(0, end + 1);
}
