/**
 * A directory that ends with its process.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import {
  Conflict,
  type DirectoryStore,
  type OnChange,
} from "./directory_store.ts";

/** Values in memory: nobody but the watch reads them, so none are kept here. */
export class MemoryDirectoryStore implements DirectoryStore {
  readonly #revisions = new Map<string, number>();
  #onChange: OnChange = () => {};
  #last = 0;

  /** Tells of each change. */
  watch(onChange: OnChange): Promise<void> {
    this.#onChange = onChange;
    return Promise.resolve();
  }

  /**
   * Changes a value.
   *
   * @throws {Conflict} when another revision is there.
   */
  put(key: string, value: Json | undefined, expected: number): Promise<number> {
    if ((this.#revisions.get(key) ?? 0) !== expected) {
      return Promise.reject(new Conflict(key));
    }
    const revision = ++this.#last;
    if (value === undefined) this.#revisions.delete(key);
    else this.#revisions.set(key, revision);
    this.#onChange(key, value, revision);
    return Promise.resolve(revision);
  }

  /** Ends nothing: there is nothing to be closed. */
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
