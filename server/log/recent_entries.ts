/**
 * The newest entries, read once for all who log in before the next one is
 * stored: a thousand people who come back together cost one read.
 *
 * @module
 */

import { type Target, targetKey } from "../../shared/target.ts";
import type { Entry, Log } from "./log.ts";

/** Most different lengths that are remembered at once. */
const MAX_REMEMBERED = 8;

/** Remembers what it read while the log stands still. */
export class RecentEntries {
  readonly #log: Log;
  readonly #pages = new Map<string, Promise<readonly Entry[]>>();
  #last = -1;
  #forgotten = -1;

  /** Remembers nothing yet. */
  constructor(log: Log) {
    this.#log = log;
  }

  /** Returns the newest entries of rooms; the same list while it is the same. */
  newest(
    targets: readonly Target[],
    limit: number,
  ): Promise<readonly Entry[]> {
    const { last, forgotten } = this.#log;
    const isStale = this.#last !== last || this.#forgotten !== forgotten;
    if (isStale || this.#pages.size > MAX_REMEMBERED) this.#pages.clear();
    this.#last = last;
    this.#forgotten = forgotten;
    const key = [limit, ...targets.map(targetKey)].join("\n");
    const page = this.#pages.get(key) ?? this.#log.page({ targets, limit });
    this.#pages.set(key, page);
    page.catch(() => this.#pages.delete(key)); // the next one tries again
    return page;
  }
}
