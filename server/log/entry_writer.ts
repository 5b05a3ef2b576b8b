/**
 * How drafts become entries in their tables, and entries go: the blocks, and
 * the ids that belong to them; in the transaction of whoever calls.
 *
 * @module
 */

import { DataError } from "./data_error.ts";
import type { BlockTable, Erased } from "./block_table.ts";
import type { IdTable } from "./id_table.ts";
import { type Draft, type Entry, entryOf, type Outcome } from "./log.ts";
import { outcomeOfRepeat, useOfId } from "./repeated_id.ts";
import type { MentionTable } from "./mention_table.ts";
import type { StoredIndexes } from "./stored_indexes.ts";

/** Where entries are written. */
export interface WrittenTables {
  readonly blocks: BlockTable;
  readonly ids: IdTable;
  readonly mentions: MentionTable;
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
    this.#tables.mentions.insert(group);
    return outcomes;
  }

  /** Removes the entries after one seq up to another, and returns them. */
  delete(after: number, upTo: number): readonly Entry[] {
    const { blocks } = this.#tables;
    const gone = blocks.delete(after, upTo);
    this.#forgetOf(gone);
    return gone;
  }

  /** Makes a few entries of a conversation blank, and returns what they were. */
  erase(room: string, edge: number, upTo: number): Erased {
    const erased = this.#tables.blocks.erase(room, edge, upTo);
    this.#forgetOf(erased.gone);
    return erased;
  }

  #forgetOf(gone: readonly Entry[]): void {
    const { ids, mentions } = this.#tables;
    mentions.delete(gone);
    for (const { author, id, seq } of gone) {
      if (id !== undefined) ids.delete(author, id, seq);
    }
  }

  /** Gives a draft its place after those of its group, unless it has one. */
  #place(draft: Draft, now: number, seq: number): Outcome {
    const repeat = draft.id === undefined
      ? undefined
      : this.#takeId(draft, draft.id, seq);
    return repeat ?? { kind: "stored", entry: entryOf(draft, seq, now) };
  }

  /** Takes an id for a seq; returns the outcome when it was used before. */
  #takeId(draft: Draft, id: string, seq: number): Outcome | undefined {
    const { author } = draft;
    const { ids, indexes } = this.#tables;
    const use = useOfId(draft, seq);
    const earlier = indexes.earlierUseOf(author, id);
    if (!earlier && ids.take(author, id, use)) return undefined;
    const first = earlier ?? ids.useOf(author, id);
    if (!first) throw new DataError(`Cannot find who used the id "${id}"`);
    const outcome = outcomeOfRepeat(use, first);
    if (!outcome) ids.takeOver(author, id, use);
    return outcome;
  }
}
