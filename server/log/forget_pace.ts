/**
 * While much is stored, as much and more is forgotten of what is too much, also
 * where it never gets quiet.
 *
 * @module
 */

/** Entries that are stored for each step of forgetting, which takes more. */
const PACE = 150;

/** Counts what is stored, and takes a step when it is time. */
export class ForgetPace implements Disposable {
  readonly #step: () => void;
  #stored = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes what forgets a few entries; it is called in a turn of its own. */
  constructor(step: () => void) {
    this.#step = step;
  }

  /** Counts entries that were stored. */
  count(stored: number): void {
    this.#stored += stored;
    if (this.#stored < PACE) return;
    this.#stored = 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#step);
  }

  /** Takes no more steps. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
