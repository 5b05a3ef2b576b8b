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

  /** Whether an error is of a kind that can be repaired with the store open. */
  isFor(error: unknown): boolean {
    return error instanceof IndexDamage || isCorrupt(error);
  }

  /** Repairs what such an error may come from. */
  repair(store: SqliteStore | undefined, error: unknown): void {
    this.#makeAnew(store);
    if (!(error instanceof IndexDamage)) this.#resetWords(store);
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
