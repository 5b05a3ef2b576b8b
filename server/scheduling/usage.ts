/**
 * How much of the event loop somebody has used lately: a sum that fades.
 *
 * @module
 */

/** What was used counts half after so long. */
const HALF_LIFE_MS = 1000;

/** Milliseconds of work, of one client or of all clients of one address. */
export class Usage {
  readonly #now: () => number;
  #ms: number;
  #at: number;

  /**
   * Begins with so much used.
   *
   * @param now Clock in milliseconds; must not go back.
   */
  constructor(now: () => number = () => performance.now(), ms = 0) {
    this.#now = now;
    this.#ms = ms;
    this.#at = now();
  }

  /** What counts now, in milliseconds. */
  get ms(): number {
    return this.at(this.#now());
  }

  /** Returns what counts at a time of its clock, in milliseconds. */
  at(now: number): number {
    return this.#ms * 2 ** ((this.#at - now) / HALF_LIFE_MS);
  }

  /** Adds what was used up to `now`. */
  add(ms: number, now: number): void {
    this.#ms = this.at(now) + ms;
    this.#at = now;
  }
}
