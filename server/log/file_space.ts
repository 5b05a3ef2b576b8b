/**
 * The pages of a database file: how many are in use, and giving back those that
 * are not.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";

/** So many pages stay free, to be used next. */
const FREE_PAGES = 64;
/** Pages of one step: about 2 ms. */
const STEP = 64;
/** What `auto_vacuum` says where pages can be given back. */
const INCREMENTAL = 2;

/** Space in one file. */
export class FileSpace {
  readonly #pages: StatementSync;
  readonly #free: StatementSync;
  readonly #giveBack: StatementSync;
  readonly #pageSize: number;
  readonly #canShrink: boolean;

  /** Prepares the statements. */
  constructor(database: DatabaseSync) {
    this.#pages = database.prepare("PRAGMA page_count");
    this.#free = database.prepare("PRAGMA freelist_count");
    this.#giveBack = database.prepare(`PRAGMA incremental_vacuum(${STEP})`);
    this.#pageSize = read(database.prepare("PRAGMA page_size"));
    // An older file would have to be written anew, all of it at once.
    this.#canShrink = read(database.prepare("PRAGMA auto_vacuum")) ===
      INCREMENTAL;
  }

  /** Bytes in use. */
  get usedBytes(): number {
    return (read(this.#pages) - read(this.#free)) * this.#pageSize;
  }

  /** Bytes of the file. */
  get fileBytes(): number {
    return read(this.#pages) * this.#pageSize;
  }

  /** Whether more is free than is soon used, and can be given back. */
  get hasTooMuch(): boolean {
    return this.#canShrink && read(this.#free) > FREE_PAGES;
  }

  /** Gives a few pages back; returns whether there are more. */
  giveBack(): boolean {
    this.#giveBack.all();
    return this.hasTooMuch;
  }
}

function read(statement: StatementSync): number {
  return Number(Object.values(statement.get() ?? {})[0]);
}
