/**
 * The longest time that a connection may be away.
 *
 * @module
 */

/** Counts the time away; online again, it begins anew. */
export class GiveUpTimer {
  readonly #ms: number;
  readonly #onOver: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /** Makes a timer that does not run yet; `ms` may be infinite. */
  constructor(ms: number, onOver: () => void) {
    this.#ms = ms;
    this.#onOver = onOver;
  }

  /** Whether the time is over. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Begins to count, unless it is counting. */
  start(): void {
    if (this.#ms === Infinity || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#onOver();
    }, this.#ms);
  }

  /** Counts no more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
