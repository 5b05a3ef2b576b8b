/**
 * When to connect again after a session has ended.
 *
 * @module
 */

import type { Disconnect } from "./close_reason.ts";

/** Gives the wait in milliseconds before a retry; the first attempt is 0. */
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

/**
 * A session that was logged in for so long was good; one that is cut right
 * after its login is an attempt like any other.
 */
const STABLE_MS = 1000;

/**
 * Longest wait a server can ask for. A number from outside must not reach a
 * timer as it is: above 2 ** 31 it would fire at once.
 */
export const MAX_RETRY_MS = 600_000;

/** Counts attempts, and says how long to wait before the next. */
export class RetrySchedule {
  readonly #backoff: Backoff;
  #attempt = 0;

  /** Makes a schedule for one connection. */
  constructor(backoff: Backoff) {
    this.#backoff = backoff;
  }

  /**
   * Returns how long to wait after a session, in whole milliseconds.
   *
   * @param onlineMs How long it was logged in.
   * @param hasSent Whether a message was settled in it.
   */
  waitMs(end: Disconnect, onlineMs: number, hasSent = false): number {
    if (hasSent || onlineMs >= STABLE_MS) this.#attempt = 0;
    return Math.round(retryMsOf(end) + this.#backoff(this.#attempt++));
  }
}

/** How long the server asked to stay away. */
function retryMsOf(end: Disconnect): number {
  const retryMs = end.kind === "cut" ? end.last?.retryMs ?? 0 : 0;
  return Math.min(Math.max(retryMs, 0), MAX_RETRY_MS);
}
