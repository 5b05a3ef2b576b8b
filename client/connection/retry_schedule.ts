/**
 * When to connect again after a session has ended.
 *
 * @module
 */

import type { Disconnect } from "./close_reason.ts";

/** Why somebody is not online: nobody is there, or who is there refuses. */
export type AwayKind = "cut" | "refused";

/**
 * Gives the wait in milliseconds before a retry; the first attempt is 0.
 *
 * @param awayMs How long ago the first attempt was.
 */
export type Backoff = (
  attempt: number,
  awayMs: number,
  kind: AwayKind,
) => number;

/** The bounds of a wait. */
interface WaitBounds {
  readonly minMs: number;
  readonly maxMs: number;
  /** How much of the absence a wait is at most. */
  readonly share: number;
}

/** The wait before the first attempt: half a second around this. */
const FIRST_MS = 500;

const BOUNDS: Readonly<Record<AwayKind, WaitBounds>> = {
  // Within 1 s for half a minute; doubled whenever the absence has doubled.
  cut: { minMs: 1000, maxMs: 30_000, share: 1 / 30 },
  // Each attempt is a connection that a server counts, and takes.
  refused: { minMs: 1000, maxMs: 5000, share: 1 / 5 },
};

/**
 * Makes a wait that grows with the absence: who was away for a minute is back
 * within two seconds. It is drawn evenly between nothing and its bound, so that
 * clients a restart cut together do not come back together.
 *
 * @param random From 0 to below 1; tests pass their own.
 */
export function absenceBackoff(random: () => number = Math.random): Backoff {
  return (attempt, awayMs, kind) => {
    if (attempt === 0) return FIRST_MS * (0.5 + random());
    const { minMs, maxMs, share } = BOUNDS[kind];
    return random() * Math.min(maxMs, Math.max(minMs, awayMs * share));
  };
}

/** After so long online, in milliseconds, attempts are counted anew. */
const STABLE_MS = 10_000;

/**
 * Longest wait a server can ask for. A number from outside must not reach a
 * timer as it is: above 2 ** 31 it would fire at once.
 */
export const MAX_RETRY_MS = 300_000;

/** Counts attempts, and says how long to wait before the next. */
export class RetrySchedule {
  readonly #backoff: Backoff;
  readonly #now: () => number;
  #attempt = 0;
  #awaySince: number | undefined;
  #onlineSince: number | undefined;

  /**
   * Makes a schedule for one connection.
   *
   * @param now A clock in milliseconds that only grows.
   */
  constructor(backoff: Backoff, now = () => performance.now()) {
    this.#backoff = backoff;
    this.#now = now;
  }

  /** Notes that a session is logged in. */
  online(): void {
    this.#onlineSince = this.#now();
  }

  /** Returns how long to wait after a session, in whole milliseconds. */
  waitMs(end: Disconnect): number {
    const now = this.#now();
    if (now - (this.#onlineSince ?? now) >= STABLE_MS) {
      this.#attempt = 0;
      this.#awaySince = undefined;
    }
    this.#onlineSince = undefined;
    this.#awaySince ??= now;
    const kind = end.kind === "refused" ? "refused" : "cut";
    const awayMs = now - this.#awaySince;
    const wait = this.#backoff(this.#attempt++, awayMs, kind);
    return Math.round(retryMsOf(end) + wait);
  }
}

/** How long the server asked to stay away. */
export function retryMsOf(end: Disconnect): number {
  const error = end.kind === "refused"
    ? end.error
    : end.kind === "cut"
    ? end.last
    : undefined;
  return Math.min(Math.max(error?.retryMs ?? 0, 0), MAX_RETRY_MS);
}
