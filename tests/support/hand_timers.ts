/**
 * Timers that a test fires by hand, in place of the runtime's while it lasts: a
 * busy machine makes none of them late.
 *
 * @module
 */

/** The timers set meanwhile. */
export class HandTimers implements Disposable {
  readonly #setTimeout = globalThis.setTimeout;
  readonly #clearTimeout = globalThis.clearTimeout;
  readonly #waiting = new Map<number, () => void>();
  /** How long each was set for, in milliseconds, in order. */
  readonly delays: number[] = [];
  #count = 0;

  /** Takes the place of the runtime's. */
  constructor() {
    Object.assign(globalThis, {
      setTimeout: (callback: () => void, ms: number) => {
        this.delays.push(ms);
        this.#waiting.set(++this.#count, callback);
        return this.#count;
      },
      clearTimeout: (id: number) => void this.#waiting.delete(id),
    });
  }

  /** Fires the one that was set first; throws when none waits. */
  fire(): void {
    const [first] = this.#waiting;
    if (!first) throw new Error("No timer waits");
    this.#waiting.delete(first[0]);
    first[1]();
  }

  /** Gives the runtime's back; those that wait are never fired. */
  [Symbol.dispose](): void {
    const [setTimeout, clearTimeout] = [this.#setTimeout, this.#clearTimeout];
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
}
