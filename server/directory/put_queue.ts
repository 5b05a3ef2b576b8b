/**
 * Changes that are not durable yet: what they are behind, and what there was
 * before, so that they can be taken back, the last one first.
 *
 * @module
 */

import type { StoredRecord } from "./directory_database.ts";

/** A change on its way. */
export interface Put extends StoredRecord {
  readonly before: Omit<StoredRecord, "key">;
  readonly resolve: (revision: number) => void;
  readonly reject: (error: unknown) => void;
}

const NOTHING = { value: undefined, revision: 0 };

/** All changes that nobody may rely on yet, in their order. */
export class PutQueue {
  readonly #puts = new Set<Put>();
  readonly #newest = new Map<string, Put>();

  /** Returns what a key has once all is durable, if it is being changed. */
  newest(key: string): Omit<StoredRecord, "key"> | undefined {
    return this.#newest.get(key);
  }

  /** Adds a change behind all others; resolves when it is settled. */
  add(
    record: StoredRecord,
    before: Omit<StoredRecord, "key"> = NOTHING,
  ): { readonly put: Put; readonly settled: Promise<number> } {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const put = { ...record, before, resolve, reject };
    this.#puts.add(put);
    this.#newest.set(put.key, put);
    return { put, settled: promise };
  }

  /** Tells whether a change is neither durable nor taken back. */
  has(put: Put): boolean {
    return this.#puts.has(put);
  }

  /** Settles changes that are durable. */
  settle(puts: readonly Put[]): void {
    for (const put of puts) {
      this.#puts.delete(put);
      if (this.#newest.get(put.key) === put) this.#newest.delete(put.key);
      put.resolve(put.revision);
    }
  }

  /**
   * Takes changes back, the last one first, and returns them so.
   *
   * @param first It, and all behind it; missing: all.
   */
  takeBack(error: unknown, first?: Put): readonly Put[] {
    const all = [...this.#puts];
    const puts = all.slice(first ? all.indexOf(first) : 0).reverse();
    for (const put of puts) this.#puts.delete(put);
    this.#newest.clear();
    for (const put of this.#puts) this.#newest.set(put.key, put);
    // Whoever waits hears of it after the watch has.
    queueMicrotask(() => puts.forEach(({ reject }) => reject(error)));
    return puts;
  }
}

/** Returns what keys had before any of the changes, the last one first. */
export function beforeAll(puts: readonly Put[]): readonly StoredRecord[] {
  const before = new Map<string, StoredRecord>();
  for (const { key, before: { value, revision } } of puts) {
    before.set(key, { key, value, revision });
  }
  return [...before.values()];
}
