/**
 * Where the directory is kept: values under keys, changed by compare-and-set
 * and heard of by a watch. So narrow that a table, a map in memory or a bucket
 * shared by several servers can be one.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";

/**
 * Hears of a value: each that is there, then each that is changed, in order. A
 * change that could not be kept is followed by the value and the revision that
 * were there before.
 *
 * @param value Missing when there is none.
 * @param revision Of this change; 0 where the key was never there.
 */
export type OnChange = (
  key: string,
  value: Json | undefined,
  revision: number,
) => void;

/** Somebody has changed a value before; the watch has told of it. */
export class Conflict extends Error {
  /** Names the class in logs. */
  override readonly name = "Conflict";

  /** Takes the key. */
  constructor(key: string) {
    super(`Cannot change "${key}": it was changed meanwhile`);
  }
}

/** Values by key; revisions grow over all keys. */
export interface DirectoryStore extends AsyncDisposable {
  /**
   * Tells of all that is there, then of each change; to be called once, before
   * the first `put()`. Resolves when all that is there was told.
   */
  watch(onChange: OnChange): Promise<void>;
  /**
   * Changes a value. A store of this process tells the watch of it before it
   * returns; what was put before is durable before.
   *
   * @param value Deletes the key when it is missing.
   * @param expected The revision that is to be replaced; 0: there is no value.
   * @returns the revision, once it is durable.
   * @throws {Conflict} when another revision is there, and {ChatError}
   * `store_full` or `unavailable`: then the watch was told that this change and
   * all that were put behind it are taken back.
   */
  put(key: string, value: Json | undefined, expected: number): Promise<number>;
}
