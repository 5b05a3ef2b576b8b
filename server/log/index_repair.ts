/**
 * When what is made of the messages is made anew: the index of words, and what
 * finds a message by its conversation or its id.
 *
 * @module
 */

import { isCorrupt } from "./database.ts";
import { IndexDamage } from "./index_damage.ts";
import type { SqliteStore } from "./sqlite_store.ts";

/** More often it would not help: the disk does not keep what it is given. */
const MAX_REPAIRS = 8;

/** Repairs the indexes of one log. */
export class IndexRepair {
  #repairs = 0;
  #hasResetWords = false;

  /**
   * Repairs what an error may come from; returns whether it is of a kind that
   * can be repaired with the store open.
   */
  repair(store: SqliteStore | undefined, error: unknown): boolean {
    if (error instanceof IndexDamage) this.#makeAnew(store);
    else if (isCorrupt(error)) {
      this.#makeAnew(store);
      this.#resetWords(store);
    } else return false;
    return true;
  }

  #makeAnew(store: SqliteStore | undefined): void {
    if (store?.indexes.isBeingMade || this.#repairs >= MAX_REPAIRS) return;
    this.#repairs++;
    attempt(() => store?.indexes.makeAnew());
  }

  /** Once, as it is slow. */
  #resetWords(store: SqliteStore | undefined): void {
    if (this.#hasResetWords) return;
    this.#hasResetWords = true;
    attempt(() => store?.words.reset());
  }
}

/** More than the indexes is damaged when this fails; that was reported already. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}
