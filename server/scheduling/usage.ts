/**
 * How much of the event loop somebody has used lately: a sum that fades.
 *
 * @module
 */

/** What was used counts half after so long. */
const HALF_LIFE_MS = 1000;

/** Milliseconds of work, of one client or of all clients of one address. */
export class Usage {
  #ms: number;
  #at: number;

  /** Begins with so much used at this time. */
  constructor(at: number, ms = 0) {
    this.#ms = ms;
    this.#at = at;
  }

  /** Returns what counts at a time, in milliseconds; time must not go back. */
  at(now: number): number {
    return this.#ms * 2 ** ((this.#at - now) / HALF_LIFE_MS);
  }

  /** Adds what was used up to `now`. */
  add(ms: number, now: number): void {
    this.#ms = this.at(now) + ms;
    this.#at = now;
  }
}
