/**
 * Entries of a log for tests that only read them.
 *
 * @module
 */

import type { Entry } from "../../server/log/log.ts";

/** When all of them were said. */
export const SAID_AT = Date.parse("2026-11-22T13:00:00.000Z");

/** Makes an entry. */
export function entryOf(seq: number, fields: Partial<Entry> = {}): Entry {
  const text = `m${seq}`;
  return {
    seq,
    time: SAID_AT,
    target: { room: "lobby" },
    author: "ada",
    text,
    ...fields,
  };
}

/** Makes entries from `first` to `last`, both included. */
export function entriesOf(first: number, last: number): Entry[] {
  return Array.from({ length: last - first + 1 }, (_, n) => entryOf(first + n));
}
