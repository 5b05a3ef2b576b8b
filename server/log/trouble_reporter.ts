/**
 * Tells once when something begins to fail, and once when it works again.
 *
 * @module
 */

import type { DataError } from "./data_error.ts";

/** Who hears of trouble; `undefined` when all works again. */
export type OnTrouble = (trouble: DataError | undefined) => void;

/** Remembers the trouble there is. */
export class TroubleReporter {
  readonly #onTrouble: OnTrouble;
  readonly #onBug: (error: unknown) => void;
  #trouble: DataError | undefined;

  /** Knows of no trouble yet. */
  constructor(onTrouble: OnTrouble, onBug: (error: unknown) => void) {
    this.#onTrouble = onTrouble;
    this.#onBug = onBug;
  }

  /** Tells of a state that lasts, if it is another one than before. */
  report(trouble: DataError | undefined): void {
    if (trouble?.message === this.#trouble?.message) return;
    this.#trouble = trouble;
    this.notify(trouble);
  }

  /** Tells of what happened once; an error of the callback is a bug of its own. */
  notify(trouble: DataError | undefined): void {
    try {
      this.#onTrouble(trouble);
    } catch (error) {
      this.#onBug(error);
    }
  }
}
