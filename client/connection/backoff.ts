/**
 * How long to wait before trying again. Knows nothing of what is tried.
 *
 * @module
 */

/** Gives the wait in milliseconds before a retry; the first retry is 0. */
export type Backoff = (attempt: number) => number;

/** Options for {@linkcode exponentialBackoff}. */
export interface BackoffOptions {
  /**
   * Upper bound of the first wait.
   *
   * @default {500}
   */
  readonly firstMs?: number;
  /**
   * Upper bound of every wait.
   *
   * @default {30_000}
   */
  readonly maxMs?: number;
  /**
   * From 0 to below 1; tests pass their own.
   *
   * @default {Math.random}
   */
  readonly random?: () => number;
}

/**
 * Makes a wait that doubles, drawn evenly between nothing and its bound, so
 * that clients a restart cut together do not come back together.
 */
export function exponentialBackoff(
  { firstMs = 500, maxMs = 30_000, random = Math.random }: BackoffOptions = {},
): Backoff {
  return (attempt) => random() * Math.min(maxMs, firstMs * 2 ** attempt);
}
