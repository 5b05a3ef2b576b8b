/**
 * The words of the SQLite log: when they are indexed, and how they are found.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import type { BlockTable } from "./block_table.ts";
import type { Entry, SearchQuery, SearchStep } from "./log.ts";
import type { MetadataTable } from "./metadata_table.ts";
import { SearchBudget } from "./search_budget.ts";
import { WordIndex } from "./word_index.ts";
import { WordSearch } from "./word_search.ts";

/**
 * While people talk on, so many may wait to be indexed: a search reads them, 3 µs
 * each. From there on the index counts as being made.
 */
const MAX_UNINDEXED = 20_000;

/** The log whose words they are. */
export interface SearchedLog {
  /** The newest seq that may be read. */
  readonly synced: number;
  readonly forgotten: number;
  /** Changes something, whole or not at all. */
  change<T>(work: () => T): T;
}

/** Finds entries by their words. */
export class StoredWords {
  readonly #log: SearchedLog;
  readonly #index: WordIndex;
  readonly #search: WordSearch;

  /** Prepares the statements. */
  constructor(
    database: DatabaseSync,
    { blocks, metadata }: {
      readonly blocks: BlockTable;
      readonly metadata: MetadataTable;
    },
    log: SearchedLog,
  ) {
    this.#log = log;
    this.#index = new WordIndex(database, blocks, metadata);
    this.#search = new WordSearch(blocks, this.#index);
  }

  /** Entries up to this seq are indexed. */
  get indexed(): number {
    return this.#index.position;
  }

  /** Looks for entries before `query.before`, as far as the budget goes. */
  search(query: SearchQuery, budget = new SearchBudget()): SearchStep {
    const { synced: last, forgotten } = this.#log;
    const step = this.#search.step(query, { last, forgotten }, budget);
    return { ...step, isIndexing: this.#missing > MAX_UNINDEXED };
  }

  /** Indexes the next few entries; returns whether there may be more. */
  step(isQuiet = true): boolean {
    if (this.#missing <= (isQuiet ? 0 : MAX_UNINDEXED)) return false;
    return this.#log.change(() => this.#index.step(this.#log.synced));
  }

  /** Forgets entries up to a seq, in the caller's transaction. */
  forget(entries: readonly Entry[], upTo: number): void {
    this.#index.forget(entries, upTo);
  }

  /** Forgets what was said in erased entries, in the caller's transaction. */
  erase(entries: readonly Entry[]): void {
    this.#index.erase(entries);
  }

  /** Begins to make the index anew. */
  reset(): void {
    this.#log.change(() => this.#index.reset());
  }

  get #missing(): number {
    return this.#log.synced - this.indexed;
  }
}
