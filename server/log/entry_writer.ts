/**
 * How drafts become entries in their tables, and entries go: the blocks, and
 * the ids that belong to them; in the transaction of whoever calls.
 *
 * @module
 */

import { DataError } from "./data_error.ts";
import type { BlockTable } from "./block_table.ts";
import type { IdTable } from "./id_table.ts";
import { type Draft, type Entry, entryOf, type Outcome } from "./log.ts";
import type { StoredIndexes } from "./stored_indexes.ts";

/** Where entries are written. */
export interface WrittenTables {
  readonly blocks: BlockTable;
  readonly ids: IdTable;
  readonly indexes: StoredIndexes;
}

/** Gives drafts their places. */
export class EntryWriter {
  readonly #tables: WrittenTables;

  /** Writes into these tables. */
  constructor(tables: WrittenTables) {
    this.#tables = tables;
  }

  /**
   * Stores drafts, after the newest seq; returns what became of each.
   *
   * @param group Gets what is stored.
   */
  insertAll(
    drafts: readonly Draft[],
    { now, last }: { readonly now: number; readonly last: number },
    group: Entry[],
  ): readonly Outcome[] {
    const outcomes = drafts.map((draft) => {
      const outcome = this.#place(draft, now, last + group.length + 1);
      if (outcome.kind === "stored") group.push(outcome.entry);
      return outcome;
    });
    this.#tables.blocks.insert(group);
    return outcomes;
  }

  /** Removes the entries after one seq up to another, and returns them. */
  delete(after: number, upTo: number): readonly Entry[] {
    const { blocks, ids } = this.#tables;
    const gone = blocks.delete(after, upTo);
    for (const { author, id } of gone) {
      if (id !== undefined) ids.delete(author, id);
    }
    return gone;
  }

  /** Gives a draft its place after those of its group, unless it has one. */
  #place(draft: Draft, now: number, seq: number): Outcome {
    const { author, id } = draft;
    const { ids, indexes } = this.#tables;
    if (id !== undefined) {
      const earlier = indexes.earlierSeqOf(author, id);
      if (earlier !== undefined) return { kind: "duplicate", seq: earlier };
      if (!ids.take(author, id, seq)) return this.#first(author, id);
    }
    return { kind: "stored", entry: entryOf(draft, seq, now) };
  }

  #first(author: string, id: string): Outcome {
    const seq = this.#tables.ids.seqOf(author, id);
    if (seq !== undefined) return { kind: "duplicate", seq };
    throw new DataError(`Cannot find what is stored under the id "${id}"`);
  }
}
