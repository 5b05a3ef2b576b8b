/**
 * Reads that the indexes answer: while one is made anew they wait, as an answer
 * would have holes.
 *
 * @module
 */

import { IndexCompletion } from "./index_completion.ts";
import type { SqliteStore } from "./sqlite_store.ts";
import type { StoreAccess } from "./store_access.ts";

/** Whose reads they are. */
export interface ReadsOwner {
  /** Somebody waits for an answer. */
  onRead(): void;
  /** Changes something; returns whether there is more to do. */
  change(work: (store: SqliteStore) => boolean): boolean;
}

/** Reads with complete indexes. */
export class IndexedReads {
  readonly #access: StoreAccess;
  readonly #owner: ReadsOwner;
  readonly #completion: IndexCompletion;

  /** Reads a store. */
  constructor(access: StoreAccess, owner: ReadsOwner) {
    this.#access = access;
    this.#owner = owner;
    this.#completion = new IndexCompletion(() =>
      owner.change(({ indexes }) => indexes.isBeingMade && indexes.step(false))
    );
  }

  /** Reads something; rejects with `unavailable` while the disk fails. */
  async read<T>(work: (store: SqliteStore) => T): Promise<T> {
    this.#owner.onRead();
    if (this.#isIncomplete) await this.#completion.whenDone();
    try {
      return this.#access.use(work);
    } catch (error) {
      if (!this.#isIncomplete) throw error;
      await this.#completion.whenDone();
      return this.#access.use(work);
    }
  }

  /**
   * Changes something by what the indexes say, a step a turn, as long as the
   * step returns that there is more; ends early when the disk fails.
   */
  async steps(step: (store: SqliteStore) => boolean): Promise<void> {
    await this.read(() => {});
    while (this.#owner.change(step)) {
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  get #isIncomplete(): boolean {
    return this.#access.store?.indexes.isBeingMade ?? false;
  }
}
