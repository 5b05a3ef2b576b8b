/**
 * How often somebody is called: at once, then once a second, and while it goes
 * on and on once in ten seconds.
 *
 * @module
 */

/** Shortest time between two calls, in milliseconds. */
export const CALL_GAP_MS = 1000;
/** So many calls in a row come at that pace. */
export const CALLS_IN_A_ROW = 3;
/** Shortest time between two calls after those, in milliseconds. */
export const LATER_GAP_MS = 10_000;
/** After so long without a reason to call it begins anew, in milliseconds. */
export const QUIET_MS = 10_000;

/** Paces calls of one kind. */
export class AlertPace {
  readonly #now: () => number;
  #inARow = 0;
  #calledAt = -Infinity;
  #reasonAt = -Infinity;

  /** Begins quiet; `now` is a clock in milliseconds that only goes forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Notes a reason to call. */
  noteReason(): void {
    const now = this.#now();
    if (now - this.#reasonAt >= QUIET_MS) this.#inARow = 0;
    this.#reasonAt = now;
  }

  /** In how many milliseconds to call; 0 for now. */
  get waitMs(): number {
    const gap = this.#inARow < CALLS_IN_A_ROW ? CALL_GAP_MS : LATER_GAP_MS;
    return Math.max(0, this.#calledAt + gap - this.#now());
  }

  /** Notes a call. */
  called(): void {
    this.#inARow++;
    this.#calledAt = this.#now();
  }
}
