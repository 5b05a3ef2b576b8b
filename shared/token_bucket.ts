/**
 * How often something may be done: a burst at once, then a steady rate. The
 * server holds peers to it; the client keeps within it.
 *
 * @module
 */

/** Options for {@linkcode TokenBucket}. */
export interface TokenBucketOptions {
  /** How many may be taken at once, after a quiet time. */
  readonly burst: number;
  /** How many may be taken per second in the long run. */
  readonly perSecond: number;
  /**
   * Clock in milliseconds; must not go back.
   *
   * @default {performance.now}
   */
  readonly now?: () => number;
}

/** Gives out tokens as time brings them back. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;
  /** Most tokens at the moment: the burst, and what was kept beyond it. */
  #most: number;

  /** Makes a full bucket. */
  constructor(
    { burst, perSecond, now = () => performance.now() }: TokenBucketOptions,
  ) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#now = now;
    this.#tokens = this.#most = burst;
    this.#filledAt = now();
  }

  /** Takes `count` tokens; `false`, and none taken, when there are fewer. */
  take(count = 1): boolean {
    this.#fill();
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }

  /**
   * Keeps the tokens of the last `ms` milliseconds though the bucket is full:
   * nobody could take them. They go again as fast as they came.
   */
  keep(ms: number): void {
    const elapsed = this.#now() - this.#filledAt;
    const keptMs = Math.min(ms, elapsed);
    this.#fill(elapsed - keptMs);
    const kept = keptMs / 1000 * this.#perSecond;
    this.#most += kept;
    this.#tokens += kept;
    this.#filledAt += keptMs;
  }

  /** Takes `count` tokens, also those that are still to come. */
  spend(count: number): void {
    this.#fill();
    this.#tokens -= count;
  }

  /**
   * Returns how long to wait, in milliseconds, after more was spent than there
   * was: until it is paid back, and a second's worth is there. 0 without a debt.
   */
  debtMs(): number {
    this.#fill();
    if (this.#tokens >= 0) return 0;
    const wanted = Math.min(this.#burst, this.#perSecond);
    return (wanted - this.#tokens) / this.#perSecond * 1000;
  }

  /** Returns in how many milliseconds one token will be there; 0 for now. */
  waitMs(): number {
    this.#fill();
    return Math.max(0, (1 - this.#tokens) / this.#perSecond * 1000);
  }

  #fill(elapsed = this.#now() - this.#filledAt): void {
    const gained = elapsed / 1000 * this.#perSecond;
    this.#most = Math.max(this.#burst, this.#most - gained);
    this.#tokens = Math.min(this.#most, this.#tokens + gained);
    this.#filledAt += elapsed;
  }
}
