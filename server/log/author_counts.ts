/**
 * How many messages of a block are whose: kept beside its place, so that what
 * somebody has not read is counted without reading it.
 *
 * @module
 */

import type { Entry } from "./log.ts";

/** Messages of one block; changes are none. */
export interface AuthorCounts {
  readonly messages: number;
  /** For each identity a blank, its number, a colon and how many: ` 17:3 25:1`. */
  readonly authors: string;
}

/** Counts the messages of a block. */
export function countAuthors(entries: readonly Entry[]): AuthorCounts {
  const counts = new Map<number, number>();
  let messages = 0;
  for (const { by, change } of entries) {
    if (change) continue;
    messages++;
    counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  let authors = "";
  for (const [by, count] of counts) authors += `${markOf(by)}${count}`;
  return { messages, authors };
}

/** Returns what stands before the count of an identity. */
export function markOf(by: number): string {
  return ` ${by}:`;
}

/** Returns whether an entry is a message of somebody else. */
export function isOfOthers({ by, change }: Entry, reader: number): boolean {
  return by !== reader && !change;
}
