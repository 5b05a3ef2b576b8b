/**
 * Finds where in a log a time is, by asking for few pages.
 *
 * @module
 */

import type { MessageEvent } from "../../shared/event.ts";

/** Messages asked for at once; with one page the last few halvings are done. */
export const PAGE = 100;

/** What is stored. */
export interface Stored {
  /** Everything up to this seq is gone. */
  readonly forgotten: number;
  /** The newest seq. */
  readonly last: number;
  /** Returns the oldest messages after a seq, at most {@linkcode PAGE}. */
  readonly after: (seq: number) => Promise<readonly MessageEvent[]>;
}

/**
 * Returns the seq after which the first message of at least this time stands.
 * Where the server's clock went back, it is one of the places where time passed
 * that time.
 */
export async function findSeqAtTime(
  time: number,
  { forgotten, last, after }: Stored,
): Promise<number> {
  const isLate = (message: MessageEvent) => (message.time ?? Infinity) >= time;
  let low = forgotten; // everything up to it is earlier, or gone
  let high = last; // nothing after it is earlier
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const page = await after(middle);
    const index = page.findIndex(isLate);
    if (index === 0 || page.length === 0) high = middle;
    else {
      low = page.at(index === -1 ? -1 : index - 1)?.seq ?? high;
      if (index > 0) return low;
    }
  }
  return low;
}
