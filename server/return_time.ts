/**
 * When the clients of a server that stops should come back: soon, and one after
 * the other.
 *
 * @module
 */

/**
 * The first one. Our own clients add 0.25 to 0.75 s, and by then a server that
 * is started again at once listens.
 */
const MIN_RETRY_MS = 250;

/** The others come at equal distances behind it, over so long or longer. */
const MIN_RETURN_MS = 750;

/** How many clients are asked back within a millisecond, on an average. */
const MAX_RETURNS_PER_MS = 1.5;

/**
 * Returns after how many milliseconds one of so many clients should come back.
 *
 * @param place Which one it is, from 0 on.
 */
export function returnMs(place: number, count: number): number {
  const span = Math.max(MIN_RETURN_MS, count / MAX_RETURNS_PER_MS);
  return MIN_RETRY_MS + Math.round(place / count * span);
}
