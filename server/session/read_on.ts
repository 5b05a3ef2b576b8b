/**
 * A page on the way of a feed through the log.
 *
 * @module
 */

import type { Entry } from "../log/log.ts";
import { isFull } from "../log/page_space.ts";

/** Entries read from the log at once, in one payload as a rule. */
export const READ_SIZE = { limit: 101, maxChars: 49_152 };

/** What was read, and where the feed stands after it. */
export interface ReadOn {
  readonly entries: readonly Entry[];
  readonly seq: number;
  readonly more: boolean;
}

/**
 * Returns what a page means that was read behind a position, when the log ended
 * at `last`.
 */
export function readOn(
  read: readonly Entry[],
  { position, last }: { readonly position: number; readonly last: number },
): ReadOn {
  // The last one of a full page shows that there is more.
  const isLast = read.length < 2 && (read[0]?.seq ?? last) >= last;
  const more = isFull(read, READ_SIZE) && !isLast;
  const entries = more && read.length > 1 ? read.slice(0, -1) : read;
  const seq = entries.at(-1)?.seq ?? position;
  // A short read means that up to `last` there is nothing else to hear.
  return { entries, seq: more ? seq : Math.max(seq, last), more };
}

/**
 * Returns the entries up to a seq. What was read may go on behind where the log
 * stood when the reading began, when it was another question who may read what.
 */
export function upTo(last: number, read: readonly Entry[]): readonly Entry[] {
  const isBehind = ({ seq }: Entry) => seq > last;
  const end = read.findIndex(isBehind);
  return end < 0 ? read : read.slice(0, end);
}
