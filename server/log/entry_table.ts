/**
 * Entries and their ids, which are written and deleted together: each draft gets
 * its place, or that of the first one with its id.
 *
 * @module
 */

import type { BlockTable } from "./block_table.ts";
import type { Written } from "./commit_queue.ts";
import { DataError } from "./data_error.ts";
import type { IdTable } from "./id_table.ts";
import { type Draft, type Entry, entryOf, type Outcome } from "./log.ts";

/** Two tables that say the same of each entry. */
export class EntryTable {
  readonly #blocks: BlockTable;
  readonly #ids: IdTable;

  /** Takes over both. */
  constructor(blocks: BlockTable, ids: IdTable) {
    this.#blocks = blocks;
    this.#ids = ids;
  }

  /** Writes what drafts become, after the newest seq. */
  insert(drafts: readonly Draft[], last: number, now: number): Written {
    const group: Entry[] = [];
    const outcomes = drafts.map((draft) => {
      const outcome = this.#place(draft, last + group.length + 1, now);
      if (outcome.kind === "stored") group.push(outcome.entry);
      return outcome;
    });
    this.#blocks.insert(group);
    return { outcomes, group };
  }

  /** Deletes the entries after one seq up to another. */
  delete(after: number, upTo: number): void {
    for (const { author, id } of this.#blocks.delete(after, upTo)) {
      if (id !== undefined) this.#ids.delete(author, id);
    }
  }

  #place(draft: Draft, seq: number, now: number): Outcome {
    const { author, id } = draft;
    if (id !== undefined && !this.#ids.take(author, id, seq)) {
      return this.#first(author, id);
    }
    return { kind: "stored", entry: entryOf(draft, seq, now) };
  }

  #first(author: string, id: string): Outcome {
    const seq = this.#ids.seqOf(author, id);
    if (seq !== undefined) return { kind: "duplicate", seq };
    throw new DataError(`Cannot find what is stored under the id "${id}"`);
  }
}
