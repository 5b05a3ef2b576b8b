/**
 * Comings and goings gathered: who came and left since somebody last said
 * something, as one sentence.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";

/** What one person did, first and last. */
interface Move {
  readonly name: string;
  readonly first: Did;
  readonly last: Did;
}

type Did = "joined" | "left";

/** Comings and goings so far, by folded name. */
export type Fold = ReadonlyMap<string, Move>;

/** Some people, and what they did. */
export interface Moved {
  readonly names: readonly string[];
  /** What stands behind the names. */
  readonly did: string;
}

/** Nobody came or left yet. */
export const NOBODY: Fold = new Map();

/** Most people one sentence is about; a further one begins the next. */
export const MAX_FOLDED = 50;

/** What is said of the first and the last that somebody did, in this order. */
const OUTCOMES: ReadonlyMap<string, string> = new Map([
  ["joined joined", "joined"],
  ["left joined", "came back"],
  ["joined left", "came and left"],
  ["left left", "left"],
]);

/** Returns the fold with what happened next; who left comes first. */
export function fold(
  before: Fold,
  joined: readonly string[],
  left: readonly string[],
): Fold {
  const after = new Map(before);
  const note = (did: Did) => (name: string) => {
    const key = foldName(name);
    const first = after.get(key)?.first ?? did;
    after.set(key, { name, first, last: did });
  };
  // Both can name one person, who left and came back in another spelling.
  left.forEach(note("left"));
  joined.forEach(note("joined"));
  return after;
}

/** Returns who did what, those who are there now first. */
export function movesOf(moves: Fold): readonly Moved[] {
  const groups = Map.groupBy(
    moves.values(),
    ({ first, last }) => OUTCOMES.get(`${first} ${last}`),
  );
  return OUTCOMES.values().toArray().flatMap((did) => {
    const names = groups.get(did)?.map(({ name }) => name);
    return names ? [{ names, did }] : [];
  });
}
