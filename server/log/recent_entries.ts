/**
 * The newest entries, read once for all who log in before the next one is
 * stored: a thousand people who come back together cost one read.
 *
 * @module
 */

import type { Share } from "../scheduling/share.ts";
import type { ConversationRange, Entry, Log } from "./log.ts";

/** Who reads in turns. */
type TurnOf = Pick<Share, "measure" | "turn">;

/** Most different lengths that are remembered at once. */
const MAX_REMEMBERED = 8;

/** What is remembered under a key. */
type Remembered = {
  readonly page: Promise<readonly Entry[]>;
  first?: Promise<number>;
};

/** Remembers what it read while the log stands still. */
export class RecentEntries {
  readonly #log: Log;
  readonly #pages = new Map<string, Remembered>();
  #last = -1;
  #forgotten = -1;

  /** Remembers nothing yet. */
  constructor(log: Log) {
    this.#log = log;
  }

  /**
   * Returns the newest entries of rooms, as many as a page holds; the same list
   * while it is the same.
   */
  newest(
    conversations: readonly ConversationRange[],
    limit: number,
  ): Promise<readonly Entry[]> {
    return this.#remembered(conversations, limit).page;
  }

  /**
   * Returns the seq from which the newest entries of rooms are, however many
   * pages they take; holds one page at a time, and reads each in a turn of whose
   * share it is.
   */
  firstOf(
    conversations: readonly ConversationRange[],
    limit: number,
    share: TurnOf,
  ): Promise<number> {
    const remembered = this.#remembered(conversations, limit);
    return remembered.first ??= this.#findFirst(remembered, {
      conversations,
      limit,
      share,
    });
  }

  async #findFirst(
    { page: newest }: Remembered,
    { conversations, limit, share }: {
      readonly conversations: readonly ConversationRange[];
      readonly limit: number;
      readonly share: TurnOf;
    },
  ): Promise<number> {
    let page = await newest;
    let left = limit - page.length;
    let first = page[0]?.seq ?? this.#log.last + 1;
    while (left > 0 && page.length > 0) {
      await share.turn();
      const query = { conversations, before: first, limit: left };
      page = await share.measure(() => this.#log.page(query));
      left -= page.length;
      first = page[0]?.seq ?? first;
    }
    return first;
  }

  #remembered(
    conversations: readonly ConversationRange[],
    limit: number,
  ): Remembered {
    const { last, forgotten } = this.#log;
    const isStale = this.#last !== last || this.#forgotten !== forgotten;
    if (isStale || this.#pages.size > MAX_REMEMBERED) this.#pages.clear();
    this.#last = last;
    this.#forgotten = forgotten;
    const key = [limit, ...conversations.map(nameOf)].join("\n");
    const remembered = this.#pages.get(key) ??
      { page: this.#log.page({ conversations, limit }) };
    this.#pages.set(key, remembered);
    remembered.page.catch(() => this.#pages.delete(key)); // the next one tries again
    return remembered;
  }
}

function nameOf({ key, after = 0, upTo = Infinity }: ConversationRange) {
  return `${key} ${after} ${upTo}`;
}
