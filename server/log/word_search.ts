/**
 * A search of the SQLite log, a bounded step at a time: the index says which
 * entries may match, and the entries say which do. So a step can end anywhere,
 * and what is not indexed yet is found as well.
 *
 * @module
 */

import type { BlockTable } from "./block_table.ts";
import type { Entry, SearchQuery, SearchStep } from "./log.ts";
import { EntryMatch } from "./entry_match.ts";
import type { SearchBudget } from "./search_budget.ts";
import { startOf, windowOf } from "./window.ts";
import type { WordIndex } from "./word_index.ts";

/** Entries that are not indexed are read in pieces of so many. */
const READ = 64;

/** Up to where the entries are there. */
export interface SearchedRange {
  readonly last: number;
  readonly forgotten: number;
}

/** All from a seq on was looked at, and this entry may match. */
interface Progress {
  readonly first: number;
  readonly entry?: Entry;
}

/** Finds entries, the newest first. */
export class WordSearch {
  readonly #blocks: BlockTable;
  readonly #index: WordIndex;

  /** Takes where the entries are, and what says where words are. */
  constructor(blocks: BlockTable, index: WordIndex) {
    this.#blocks = blocks;
    this.#index = index;
  }

  /** Looks at the next few entries before `query.before`. */
  step(
    query: SearchQuery,
    { last, forgotten }: SearchedRange,
    budget: SearchBudget,
  ): Omit<SearchStep, "isIndexing"> {
    const match = new EntryMatch(query);
    const edge = Math.min(query.before ?? Infinity, last + 1);
    const entries: Entry[] = [];
    let first = match.canMatch ? edge : forgotten + 1;
    for (const progress of this.#look(first, forgotten, { match, budget })) {
      const { entry } = progress;
      first = progress.first;
      if (entry && match.has(entry)) entries.push(entry);
      if (entries.length >= query.limit || budget.isSpent) break;
    }
    return {
      entries: entries.reverse(),
      first,
      isDone: first <= forgotten + 1,
    };
  }

  /** Looks at entries before an edge, the newest first. */
  *#look(
    edge: number,
    forgotten: number,
    search: { readonly match: EntryMatch; readonly budget: SearchBudget },
  ): Generator<Progress> {
    const { position } = this.#index;
    while (edge > forgotten + 1) {
      const isIndexed = edge <= position + 1;
      const first = isIndexed
        ? Math.max(forgotten + 1, startOf(windowOf(edge - 1)))
        : Math.max(forgotten + 1, position + 1, edge - READ);
      const entries = isIndexed
        ? this.#candidates(edge, first, search)
        : this.#blocks.between(first - 1, edge - 1).reverse();
      for (const entry of entries) {
        search.budget.spend(1);
        yield { first: entry.seq, entry };
      }
      yield { first };
      edge = first;
    }
  }

  /** Yields the entries of one window that may match, the newest first. */
  #candidates(
    edge: number,
    first: number,
    { match, budget }: {
      readonly match: EntryMatch;
      readonly budget: SearchBudget;
    },
  ): Iterable<Entry> {
    const window = windowOf(first);
    const candidates = this.#index.candidates(window, match, budget);
    return candidates ? this.#blocks.each(candidates.seqs(edge, first)) : [];
  }
}
