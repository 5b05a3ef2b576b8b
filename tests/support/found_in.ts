/**
 * A whole search of a log: all of its steps.
 *
 * @module
 */

import type { Entry, Log, SearchQuery } from "../../server/log/log.ts";
import { until } from "./until.ts";

/** A million messages take 35 to 50 s beside other work. */
const MAX_INDEXING_MS = 180_000;

/** Searches until there is enough or nothing left; returns it oldest first. */
export async function foundIn(
  log: Log,
  query: SearchQuery,
): Promise<readonly Entry[]> {
  let found: readonly Entry[] = [];
  for (let before = query.before ?? log.last + 1;;) {
    const limit = query.limit - found.length;
    const step = await log.search({ ...query, before, limit });
    found = [...step.entries, ...found];
    if (step.isDone || found.length >= query.limit) return found;
    if (step.first >= before) throw new Error("Expected the search to go on");
    before = step.first;
  }
}

/** Resolves when all but a few entries are indexed. */
export async function indexed(log: Log): Promise<void> {
  const query = { words: "none", conversations: [], limit: 1 };
  const isIndexed = async () => !(await log.search(query)).isIndexing;
  await until(isIndexed, "the index of words", MAX_INDEXING_MS);
}
