/**
 * Tells once when something begins to fail, and once when it works again.
 *
 * @module
 */

import { type Damage, describeDamage } from "./block_table.ts";
import { DataError } from "./data_error.ts";

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

  /** Tells of messages that cannot be read. */
  readonly notifyDamage = (damage: Damage): void => {
    const what = `Cannot read everything: ${describeDamage(damage)}`;
    this.notify(new DataError(`${what}; see "ktn check"`));
  };

  /** Tells of single values that were damaged. */
  notifyMended(names: readonly string[]): void {
    for (const name of names) {
      this.notify(
        new DataError(
          `Found the stored value "${name}" damaged, and set it right from the messages`,
        ),
      );
    }
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
