/**
 * Changes of records: decided from what the watch has told, and decided again
 * when somebody else was quicker.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { unavailable } from "../log/store_refusal.ts";
import { Conflict, type DirectoryStore } from "./directory_store.ts";

/** How often a change is decided again before it is refused. */
const MAX_TRIES = 100;

/** What a decision returns when all is as it should be already. */
export const UNCHANGED = Symbol("unchanged");

/** The revisions of all records, and what is being changed. */
export class Records {
  readonly #store: DirectoryStore;
  readonly #revisions = new Map<string, number>();
  #newest: Promise<unknown> = Promise.resolve();

  /** Takes where they are kept. */
  constructor(store: DirectoryStore) {
    this.#store = store;
  }

  /** Notes what the watch told. */
  heard(key: string, value: Json | undefined, revision: number): void {
    if (value === undefined) this.#revisions.delete(key);
    else this.#revisions.set(key, revision);
  }

  /** Tells whether there is a value under a key. */
  has(key: string): boolean {
    return this.#revisions.has(key);
  }

  /** Resolves when all that was changed so far is durable; rejects when not. */
  async settled(): Promise<void> {
    try {
      await this.#newest;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error; // else it is tried again
    }
  }

  /**
   * Changes a record. Up to the first `await` of the caller the decision is
   * made and, with a store of this process, in the view.
   *
   * @param decide Returns the value from what is in the view now: nothing
   * deletes the record. What it throws is the refusal.
   * @throws {ChatError} `store_full` or `unavailable`, and what `decide` throws.
   */
  async change(
    key: string,
    decide: () => Json | undefined | typeof UNCHANGED,
  ): Promise<void> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const value = decide();
      // It may be as it should be by a change that is not durable yet.
      if (value === UNCHANGED) return await this.settled();
      if (await this.#put(key, value)) return;
    }
    throw unavailable();
  }

  /** Returns `false` when somebody else was quicker. */
  async #put(key: string, value: Json | undefined): Promise<boolean> {
    try {
      const expected = this.#revisions.get(key) ?? 0;
      const put = this.#store.put(key, value, expected);
      this.#newest = put;
      await put;
      return true;
    } catch (error) {
      if (error instanceof Conflict) return false;
      throw error;
    }
  }
}
