/**
 * Entries of a log for tests that only read them.
 *
 * @module
 */

import { talkKey } from "../../server/log/conversation.ts";
import type { Entry } from "../../server/log/log.ts";
import { foldName } from "../../shared/names.ts";
import type { Target } from "../../shared/target.ts";

/** When all of them were said. */
export const SAID_AT = Date.parse("2026-11-22T13:00:00.000Z");

/** Makes an entry. */
export function entryOf(seq: number, fields: Partial<Entry> = {}): Entry {
  const text = `m${seq}`;
  const { target = { room: "lobby" } } = fields;
  return {
    seq,
    time: SAID_AT,
    conversation: keyOf(target),
    target,
    author: "ada",
    by: 0,
    text,
    ...fields,
  };
}

/** Makes an entry that belongs to the identity of its author. */
export function ownEntryOf(seq: number, fields: Partial<Entry> = {}): Entry {
  return entryOf(seq, { by: identityOf(fields.author ?? "ada"), ...fields });
}

/** Makes such entries from `first` to `last`, both included. */
export function ownEntriesOf(first: number, last: number): Entry[] {
  return entriesOf(first, last).map(({ seq }) => ownEntryOf(seq));
}

const identities = new Map<string, number>();

/** Returns the number of an identity that a test has of this name. */
export function identityOf(name: string): number {
  const key = foldName(name);
  const number = identities.get(key) ?? identities.size + 1;
  identities.set(key, number);
  return number;
}

/** Returns the key that a test's conversation has when it says no other. */
export function keyOf({ room, to }: Target): string {
  return room ?? talkKey(foldName(to));
}

/** Makes entries from `first` to `last`, both included. */
export function entriesOf(first: number, last: number): Entry[] {
  return Array.from({ length: last - first + 1 }, (_, n) => entryOf(first + n));
}
