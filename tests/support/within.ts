/**
 * A bound on waiting: a test that waits for what never comes fails and says for
 * what, instead of hanging.
 *
 * @module
 */

/** Longest any single step of a test may take. */
const MAX_MS = 15_000;

/** Resolves as the promise does; rejects when it takes too long. */
export async function within<T>(
  promise: Promise<T>,
  what: string,
  maxMs: number = MAX_MS,
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const error = new Error(`Waited ${maxMs} ms in vain for ${what}`);
  const timer = setTimeout(() => reject(error), maxMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
