/**
 * Which entries belong into a page, the same for every log.
 *
 * @module
 */

import { ConversationRanges } from "./conversation_ranges.ts";
import type { Entry, PageQuery } from "./log.ts";

/** A query, read once. */
export class PageFilter {
  /** What is read of each conversation. */
  readonly ranges: ConversationRanges;
  readonly #without: PageQuery["without"];

  /** Reads a query. */
  constructor({ conversations, without }: PageQuery) {
    this.ranges = new ConversationRanges(conversations);
    this.#without = without;
  }

  /** Returns whether an entry belongs into the page. */
  has(entry: Entry): boolean {
    const { change } = entry;
    if (change && this.#without?.has(change.code)) return false;
    return this.ranges.has(entry);
  }
}
