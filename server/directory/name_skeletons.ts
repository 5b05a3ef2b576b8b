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
  return [...name.normalize("NFD")].map((one) => LOOKS.get(one) ?? one).join("")
    .normalize("NFD");
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

/** Names that are given out, by what they look like. */
export class NameSkeletons {
  /** Names by skeleton, as they are spelled. */
  readonly #names = new Map<string, Set<string>>();

  /** Adds a name. */
  add(name: string): void {
    for (const skeleton of skeletonsOf(name)) {
      const names = this.#names.get(skeleton);
      if (names) names.add(name);
      else this.#names.set(skeleton, new Set([name]));
    }
  }

  /** Takes a name out, spelled as it was added. */
  delete(name: string): void {
    for (const skeleton of skeletonsOf(name)) {
      const names = this.#names.get(skeleton);
      names?.delete(name);
      if (names?.size === 0) this.#names.delete(skeleton);
    }
  }

  /**
   * Returns a name that `name` could be confused with. Two of the seed's grammar
   * never are: `l` and `I` have always been two names.
   */
  confusedWith(name: string): string | undefined {
    const isWide = !isSeedName(name);
    for (const skeleton of skeletonsOf(name)) {
      for (const other of this.#names.get(skeleton) ?? []) {
        if (isWide || !isSeedName(other)) return other;
      }
    }
    return undefined;
  }
}
