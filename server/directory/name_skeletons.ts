/**
 * Names that look alike, by their skeletons (UTS 39): whoever gives names out
 * asks here whether one could be confused with another.
 *
 * @module
 */

import { foldName, isSeedName, RESERVED_NAMES } from "../../shared/names.ts";
import { CONFUSABLES } from "./confusable_table.ts";

/** What characters look like; those that are missing look like themselves. */
const LOOKS: ReadonlyMap<string, string> = new Map(
  CONFUSABLES.trim().split(/\s+/).map((pair) => {
    const [character = "", looks = ""] = pair.split(":");
    const ofCodes = (codes: string) =>
      codes.split(".").map((code) => String.fromCodePoint(parseInt(code, 16)));
    return [ofCodes(character).join(""), ofCodes(looks).join("")];
  }),
);

/** Returns what a name looks like; the same for all that look alike. */
export function skeletonOf(name: string): string {
  let looks = "";
  for (const one of name.normalize("NFD")) looks += LOOKS.get(one) ?? one;
  return looks.normalize("NFD");
}

/** As it is written, and as others may write it: case does not count. */
function skeletonsOf(name: string): ReadonlySet<string> {
  return new Set([skeletonOf(name), skeletonOf(foldName(name))]);
}

const RESERVED = new Set([...RESERVED_NAMES].map(skeletonOf));

/** Tells whether a name that is no seed's looks like a reserved one. */
export function looksReserved(name: string): boolean {
  return !isSeedName(name) &&
    !RESERVED.isDisjointFrom(skeletonsOf(name));
}

/** Names, by what they look like. */
class SkeletonIndex {
  /** As they are spelled, by skeleton. */
  readonly #names = new Map<string, Set<string>>();

  add(name: string): void {
    for (const skeleton of skeletonsOf(name)) {
      const names = this.#names.get(skeleton);
      if (names) names.add(name);
      else this.#names.set(skeleton, new Set([name]));
    }
  }

  delete(name: string): void {
    for (const skeleton of skeletonsOf(name)) {
      const names = this.#names.get(skeleton);
      names?.delete(name);
      if (names?.size === 0) this.#names.delete(skeleton);
    }
  }

  /** Returns a name in it that looks like `name`. */
  alike(name: string): string | undefined {
    if (this.#names.size === 0) return undefined;
    for (const skeleton of skeletonsOf(name)) {
      for (const other of this.#names.get(skeleton) ?? []) return other;
    }
    return undefined;
  }
}

/** Names that are given out, by what they look like. */
export class NameSkeletons {
  readonly #wide = new SkeletonIndex();
  readonly #seed = new SkeletonIndex();
  /** Of the seed's grammar, and not in the index before a wide name asks. */
  readonly #unsorted = new Set<string>();

  /** Adds a name. */
  add(name: string): void {
    if (isSeedName(name)) this.#unsorted.add(name);
    else this.#wide.add(name);
  }

  /** Takes a name out, spelled as it was added. */
  delete(name: string): void {
    if (this.#unsorted.delete(name)) return;
    const names = isSeedName(name) ? this.#seed : this.#wide;
    names.delete(name);
  }

  /**
   * Returns a name that `name` could be confused with. Two of the seed's grammar
   * never are: `l` and `I` have always been two names.
   */
  confusedWith(name: string): string | undefined {
    const wide = this.#wide.alike(name);
    if (wide !== undefined || isSeedName(name)) return wide;
    for (const unsorted of this.#unsorted) this.#seed.add(unsorted);
    this.#unsorted.clear();
    return this.#seed.alike(name);
  }
}
