/**
 * The newest entries, read once for all who log in before the next one is
 * stored: a thousand people who come back together cost one read.
 *
 * @module
 */

import { type Target, targetKey } from "../../shared/target.ts";
import type { Share } from "../scheduling/share.ts";
import type { Entry, Log } from "./log.ts";

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
    targets: readonly Target[],
    limit: number,
  ): Promise<readonly Entry[]> {
    return this.#remembered(targets, limit).page;
  }

  /**
   * Returns the seq from which the newest entries of rooms are, however many
   * pages they take; holds one page at a time, and reads each in a turn of whose
   * share it is.
   */
  firstOf(
    targets: readonly Target[],
    limit: number,
    share: TurnOf,
  ): Promise<number> {
    const remembered = this.#remembered(targets, limit);
    return remembered.first ??= this.#findFirst(remembered, {
      targets,
      limit,
      share,
    });
  }

  async #findFirst(
    { page: newest }: Remembered,
    { targets, limit, share }: {
      readonly targets: readonly Target[];
      readonly limit: number;
      readonly share: TurnOf;
    },
  ): Promise<number> {
    let page = await newest;
    let left = limit - page.length;
    let first = page[0]?.seq ?? this.#log.last + 1;
    while (left > 0 && page.length > 0) {
      await share.turn();
      const query = { targets, before: first, limit: left };
      page = await share.measure(() => this.#log.page(query));
      left -= page.length;
      first = page[0]?.seq ?? first;
    }
    return first;
  }

  #remembered(targets: readonly Target[], limit: number): Remembered {
    const { last, forgotten } = this.#log;
    const isStale = this.#last !== last || this.#forgotten !== forgotten;
    if (isStale || this.#pages.size > MAX_REMEMBERED) this.#pages.clear();
    this.#last = last;
    this.#forgotten = forgotten;
    const key = [limit, ...targets.map(targetKey)].join("\n");
    const remembered = this.#pages.get(key) ??
      { page: this.#log.page({ targets, limit }) };
    this.#pages.set(key, remembered);
    remembered.page.catch(() => this.#pages.delete(key)); // the next one tries again
    return remembered;
  }
}
