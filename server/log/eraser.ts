/**
 * Erases what was said in a conversation, in small steps; also out of the pages
 * of the file that are free, and of the write-ahead log when that is emptied.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import type { EntryWriter } from "./entry_writer.ts";
import type { StoredWords } from "./stored_words.ts";

/** Where is erased. */
export interface ErasedLog {
  /** The newest seq that may be read. */
  readonly synced: number;
  readonly words: StoredWords;
  /** Changes something, whole or not at all. */
  change<T>(work: () => T): T;
}

/** Returns the step that erases a conversation up to a seq, a few entries each time. */
export function erasure(
  key: string,
  upTo: number,
): (store: { readonly eraser: Eraser }) => boolean {
  let edge: number | undefined = 0;
  return ({ eraser }) => {
    edge = eraser.step(key, edge ?? 0, upTo);
    return edge !== undefined;
  };
}

/** Erases entries of one log. */
export class Eraser {
  readonly #database: DatabaseSync;
  readonly #writer: EntryWriter;
  readonly #log: ErasedLog;

  /** Erases by a writer. */
  constructor(database: DatabaseSync, writer: EntryWriter, log: ErasedLog) {
    this.#database = database;
    this.#writer = writer;
    this.#log = log;
  }

  /**
   * Erases a few entries, of blocks that begin after an edge, up to a seq.
   *
   * @returns the next edge; undefined when all are erased.
   */
  step(key: string, edge: number, upTo: number): number | undefined {
    // Pages that get free become zeros, too.
    this.#database.prepare("PRAGMA secure_delete = ON").get();
    try {
      return this.#log.change(() => this.#erase(key, edge, upTo));
    } finally {
      this.#database.prepare("PRAGMA secure_delete = FAST").get();
    }
  }

  #erase(key: string, edge: number, upTo: number): number | undefined {
    const end = Math.min(upTo, this.#log.synced);
    const { gone, edge: next } = this.#writer.erase(key, edge, end);
    this.#log.words.erase(gone);
    return next;
  }
}
