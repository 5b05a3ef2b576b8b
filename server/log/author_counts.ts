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

/** Counts the messages of a block as they come. */
export class AuthorCounter {
  readonly #counts = new Map<number, number>();
  #messages = 0;

  /** Counts an entry, if it is a message. */
  add({ by, change }: Entry): void {
    if (change) return;
    this.#messages++;
    this.#counts.set(by, (this.#counts.get(by) ?? 0) + 1);
  }

  /** What was counted. */
  get counts(): AuthorCounts {
    let authors = "";
    for (const [by, count] of this.#counts) authors += `${markOf(by)}${count}`;
    return { messages: this.#messages, authors };
  }
}

/** Counts the messages of a block. */
export function countAuthors(entries: readonly Entry[]): AuthorCounts {
  const counter = new AuthorCounter();
  for (const entry of entries) counter.add(entry);
  return counter.counts;
}

/** Returns what stands before the count of an identity. */
export function markOf(by: number): string {
  return ` ${by}:`;
}

/** Returns whether an entry is a message of somebody else. */
export function isOfOthers({ by, change }: Entry, reader: number): boolean {
  return by !== reader && !change;
}
