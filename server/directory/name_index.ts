/**
 * Whose a name is, by any spelling and by what it looks like.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { NameSkeletons } from "./name_skeletons.ts";

/** Names, each of one number; for people and for rooms. */
export class NameIndex {
  readonly #numbers = new Map<string, number>();
  readonly #skeletons = new NameSkeletons();

  /** How many there are. */
  get size(): number {
    return this.#numbers.size;
  }

  /** Adds a name. */
  add(name: string, number: number): void {
    this.#numbers.set(foldName(name), number);
    this.#skeletons.add(name);
  }

  /** Takes a name out, spelled as it was added, if it is still this one's. */
  delete(name: string, number: number): void {
    const key = foldName(name);
    if (this.#numbers.get(key) !== number) return;
    this.#numbers.delete(key);
    this.#skeletons.delete(name);
  }

  /** Returns whose a name is. */
  owner(name: string): number | undefined {
    return this.#numbers.get(foldName(name));
  }

  /** Returns a name that could be confused with one that is nobody's. */
  confusedWith(name: string): string | undefined {
    return this.#skeletons.confusedWith(name);
  }
}
