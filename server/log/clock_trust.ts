/**
 * Whether the clock on the wall is believed where belief cannot be taken back:
 * what is forgotten by its age is gone. A clock that is suddenly far ahead has
 * to stay there for a while, as measured by a clock that nobody sets.
 *
 * @module
 */

const HOUR_MS = 3_600_000;

/** Nobody's server stands still for longer without somebody knowing. */
const MAX_LEAD_MS = 7 * 24 * HOUR_MS;

/** Time for somebody to see the warning. */
const PROBATION_MS = 24 * HOUR_MS;

/** A time on the wall, and when that was on a clock that nobody sets. */
interface Moment {
  readonly wall: number;
  readonly steady: number;
}

/** What is known of a clock that is not believed. */
export interface Doubt {
  /** What the clock says, in milliseconds since 1970. */
  readonly now: number;
  /** What was expected. */
  readonly expected: number;
  /** How long it is not believed. */
  readonly forMs: number;
}

/** Compares the clock on the wall with the time that has passed. */
export class ClockTrust {
  readonly #maxLeadMs: number;
  readonly #probationMs: number;
  readonly #steady: () => number;
  #believed: Moment;
  #doubtedSince: number | undefined;

  /**
   * Believes a time.
   *
   * @param keepMs What is older is forgotten; what is kept for a shorter time
   * than usual allows for less doubt.
   * @param wall When the clock was believed last, in milliseconds since 1970.
   * @param steady Clock in milliseconds that nobody sets.
   */
  constructor(
    keepMs: number,
    wall: number,
    steady: () => number = () => performance.now(),
  ) {
    this.#maxLeadMs = Math.min(MAX_LEAD_MS, keepMs);
    this.#probationMs = Math.min(PROBATION_MS, keepMs);
    this.#steady = steady;
    this.#believed = { wall, steady: steady() };
  }

  /** Returns why the clock is not believed now; undefined when it is. */
  doubt(now: number): Doubt | undefined {
    const steady = this.#steady();
    const { wall, steady: since } = this.#believed;
    const expected = wall + (steady - since);
    const isFar = now - expected > this.#maxLeadMs;
    this.#doubtedSince = isFar ? this.#doubtedSince ?? steady : undefined;
    const left = this.#doubtedSince === undefined
      ? 0
      : this.#doubtedSince + this.#probationMs - steady;
    if (left > 0) return { now, expected, forMs: left };
    this.#doubtedSince = undefined;
    this.#believed = { wall: now, steady };
    return undefined;
  }
}
