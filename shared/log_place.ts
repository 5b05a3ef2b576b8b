/**
 * A place in a log, and whether it is the same place in another one: a log that
 * was restored goes on from the one that was backed up.
 *
 * @module
 */

/** A place in a log: everything up to this seq. */
export interface LogPlace {
  /** The unique name of the log. */
  readonly log: string;
  /** 0 is its beginning. */
  readonly seq: number;
}

/** A log, and those it goes on from. */
export interface LogOrigin {
  /** The unique name of the log. */
  readonly log: string | undefined;
  /** Up to each of these places an older log has the same entries. */
  readonly ancestors?: readonly LogPlace[] | undefined;
}

/**
 * Returns whether a log has the same entries up to a place, as far as its name
 * tells: where the log ends is not looked at.
 *
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { hasPlace } from "./log_place.ts";
 *
 * const restored = { log: "b", ancestors: [{ log: "a", seq: 5 }] };
 * assert(hasPlace(restored, { log: "b", seq: 9 }));
 * assert(hasPlace(restored, { log: "a", seq: 5 }));
 * assert(!hasPlace(restored, { log: "a", seq: 6 }));
 * ```
 */
export function hasPlace(
  { log, ancestors = [] }: LogOrigin,
  place: LogPlace,
): boolean {
  return place.log === log ||
    ancestors.some((ancestor) =>
      ancestor.log === place.log && place.seq <= ancestor.seq
    );
}
