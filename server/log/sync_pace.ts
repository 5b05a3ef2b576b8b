/**
 * Whether the event loop may wait for a sync. Where the disk takes less for it
 * than it takes to hand it to another thread and hear of it, waiting is quicker:
 * with both cores busy, the fan-out to 100 people is a third faster. Any other
 * disk is never waited for, and a fast one that was slow once not for a while.
 *
 * @module
 */

/** A sync that is quicker is waited for; one handed over takes 0.03 ms more. */
const FAST_MS = 0.5;
/** One that was waited for so long ends that. */
const SLOW_MS = 3;
/** Syncs that are handed over before one is waited for, at first and again. */
const FIRST_TRIAL = 8;
const TRIAL = 16;

/** What is known of how fast the disk is. */
export class SyncPace {
  #left = FIRST_TRIAL;
  #bestMs = Infinity;

  /** Whether the next sync is to be waited for. */
  get isFast(): boolean {
    return this.#left === 0;
  }

  /** Notes how long one took that was waited for. */
  waited(ms: number): void {
    if (ms >= SLOW_MS) this.#tryAgain();
  }

  /**
   * Notes how long one took that was handed over, at most: the loop may have
   * been busy when it was done, so the quickest of many counts.
   */
  handedOver(ms: number): void {
    if (this.#left === 0) return; // begun before another one decided
    this.#bestMs = Math.min(this.#bestMs, ms);
    if (--this.#left === 0 && this.#bestMs >= FAST_MS) this.#tryAgain();
  }

  #tryAgain(): void {
    this.#left = TRIAL;
    this.#bestMs = Infinity;
  }
}
