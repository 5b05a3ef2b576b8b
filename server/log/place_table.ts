/**
 * Where the blocks of each conversation are. Made of the table of blocks, and
 * made anew from it when it is damaged; so it is a table, not an index of
 * SQLite's, which can only be made anew in one go.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { AuthorCounts } from "./author_counts.ts";
import type { BlockRow } from "./block.ts";

/** What a block's row says of it before its entries are read. */
export interface Place {
  /** Seqs of its first and its last entry. */
  readonly first: number;
  readonly last: number;
  /** The key of its conversation. */
  readonly room: string;
}

/** Places by conversation and first seq. */
export class PlaceTable {
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #has: StatementSync;
  readonly #after: StatementSync;
  readonly #before: StatementSync;
  readonly #newest: StatementSync;
  readonly #holding: StatementSync;
  readonly #newestOf: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync) {
    const select = "SELECT room, first, last FROM places WHERE room = ?";
    this.#insert = database.prepare(
      `INSERT OR REPLACE INTO places (room, first, last, messages, authors)
       VALUES (?, ?, ?, ?, ?)`,
    );
    this.#delete = database.prepare(
      "DELETE FROM places WHERE room = ? AND first = ?",
    );
    this.#has = database.prepare(
      `${select} AND first = ? AND last = ?
       AND coalesce(messages = ? AND authors = ?, 1)`,
    );
    this.#after = database.prepare(
      `${select} AND first > ? AND last > ? ORDER BY first LIMIT ?`,
    );
    this.#before = database.prepare(
      `${select} AND first < ? ORDER BY first DESC LIMIT ?`,
    );
    this.#holding = database.prepare(
      `${select} AND first <= ? ORDER BY first DESC LIMIT 1`,
    );
    this.#newestOf = database.prepare(
      `${select} AND last <= ? ORDER BY first DESC LIMIT 1`,
    );
    this.#newest = database.prepare("SELECT max(last) AS last FROM places");
  }

  /** The newest seq of all; reads everything. */
  get newest(): number {
    return Number(this.#newest.get()?.last ?? 0);
  }

  /** Remembers where a block is. */
  insert(
    { room, first, last }: Place,
    { messages, authors }: AuthorCounts,
  ): void {
    this.#insert.run(room, first, last, messages, authors);
  }

  /** Forgets where a block was. */
  delete({ room, first }: Place): void {
    this.#delete.run(room, first);
  }

  /** Returns whether exactly this is remembered. */
  has(
    { room, first, last }: Place,
    { messages, authors }: AuthorCounts,
  ): boolean {
    return this.#has.get(room, first, last, messages, authors) !== undefined;
  }

  /** Returns where the last block begins that begins at a seq or before. */
  holding(room: string, seq: number): Place | undefined {
    return readPlace(this.#holding, room, seq);
  }

  /** Returns the newest one of a conversation that ends at a seq or before. */
  newestOf(room: string, seq: number): Place | undefined {
    return readPlace(this.#newestOf, room, seq);
  }

  /** Reads places that begin after an edge and end after a seq. */
  after(room: string, edge: number, seq: number, count: number): Place[] {
    return this.#after.all(room, edge, seq, count).map(toPlace);
  }

  /** Reads places that begin before a seq, the newest first. */
  before(room: string, edge: number, count: number): Place[] {
    return this.#before.all(room, edge, count).map(toPlace);
  }
}

function readPlace(
  statement: StatementSync,
  room: string,
  seq: number,
): Place | undefined {
  const row = statement.get(room, seq);
  return row && toPlace(row);
}

/** Returns what a row says of its block. */
export function toPlace({ room, first, last }: BlockRow): Place {
  return { room: String(room), first: Number(first), last: Number(last) };
}
