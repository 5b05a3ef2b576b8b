/**
 * The table of entries: one prepared statement for each thing asked of it.
 * Knows nothing of transactions, words and who asks.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Entry, PageQuery } from "./log.ts";
import {
  checksumOf,
  readRow,
  type Row,
  type StoredEntry,
} from "./stored_entry.ts";

const COLUMNS = "seq, time, room, author, text, id, checksum";
const VALUES = "(?, ?, ?, ?, ?, ?, ?)";

/**
 * So many rows in one statement take half the time of as many statements;
 * measured with 8, 32 and 100 too: 8 gain less, more gain nothing.
 */
const ROWS_AT_ONCE = 16;

/** Reads and writes rows; a damaged one is reported and left out. */
export class EntryTable {
  readonly #onDamage: (seq: number) => void;
  readonly #insert: StatementSync;
  readonly #insertMany: StatementSync;
  readonly #seqOf: StatementSync;
  readonly #roomAfter: StatementSync;
  readonly #roomBefore: StatementSync;
  readonly #after: StatementSync;
  readonly #bounds: StatementSync;
  readonly #deleteBetween: StatementSync;

  /**
   * Prepares the statements.
   *
   * @param onDamage Told of each row that is not what was stored.
   */
  constructor(database: DatabaseSync, onDamage: (seq: number) => void) {
    const select = `SELECT ${COLUMNS} FROM entries`;
    this.#onDamage = onDamage;
    this.#insert = database.prepare(
      `INSERT INTO entries (${COLUMNS}) VALUES ${VALUES}
       ON CONFLICT (author, id) WHERE id IS NOT NULL DO NOTHING`,
    );
    const rows = new Array(ROWS_AT_ONCE).fill(VALUES).join(", ");
    this.#insertMany = database.prepare(
      `INSERT INTO entries (${COLUMNS}) VALUES ${rows}`,
    );
    this.#seqOf = database.prepare(
      "SELECT seq FROM entries WHERE author = ? AND id = ?",
    );
    this.#roomAfter = database.prepare(
      `${select} WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?`,
    );
    this.#roomBefore = database.prepare(
      `${select} WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
    );
    this.#after = database.prepare(
      `${select} WHERE seq > ? ORDER BY seq LIMIT ?`,
    );
    this.#bounds = database.prepare(
      `SELECT (SELECT min(seq) FROM entries) AS oldest,
              (SELECT max(seq) FROM entries) AS newest`,
    );
    this.#deleteBetween = database.prepare(
      "DELETE FROM entries WHERE seq > ? AND seq <= ?",
    );
  }

  /** Stores an entry; `false` when its author's id is there already. */
  insert(entry: Entry, id?: string): boolean {
    return this.#insert.run(...toRow(entry, id)).changes !== 0;
  }

  /** Stores entries that have no ids, so that none can be there already. */
  insertAll(entries: readonly Entry[]): void {
    const whole = entries.length - entries.length % ROWS_AT_ONCE;
    for (let start = 0; start < whole; start += ROWS_AT_ONCE) {
      const rows = entries.slice(start, start + ROWS_AT_ONCE);
      this.#insertMany.run(...rows.flatMap((entry) => toRow(entry)));
    }
    for (const entry of entries.slice(whole)) this.insert(entry);
  }

  /** Returns the seq under which an id was stored; undefined for a new one. */
  seqOf(author: string, id: string): number | undefined {
    const seq = this.#seqOf.get(author, id)?.seq;
    return typeof seq === "number" ? seq : undefined;
  }

  /** Reads a page of one room, oldest first. */
  page({ room, after, before, limit }: PageQuery): StoredEntry[] {
    if (after !== undefined) {
      return this.#collect(this.#roomAfter, [room], after, limit);
    }
    const edge = before ?? Number.MAX_SAFE_INTEGER;
    return this.#collect(this.#roomBefore, [room], edge, limit).reverse();
  }

  /** Reads the oldest entries after a seq, of all rooms. */
  after(seq: number, limit: number): StoredEntry[] {
    return this.#collect(this.#after, [], seq, limit);
  }

  /** Returns the oldest and the newest seq; undefined while empty. */
  bounds(): { oldest: number; newest: number } | undefined {
    const { oldest, newest } = this.#bounds.get() ?? {};
    if (typeof oldest !== "number" || typeof newest !== "number") {
      return undefined;
    }
    return { oldest, newest };
  }

  /** Removes the entries after one seq up to another, and their ids. */
  delete(after: number, upTo: number): void {
    this.#deleteBetween.run(after, upTo);
  }

  /** Returns the first damaged seq after one; undefined when all is whole. */
  firstDamaged(after: number): number | undefined {
    const rows = this.#after.all(after, Number.MAX_SAFE_INTEGER);
    const damaged = rows.find((row) => readRow(row) === undefined);
    return damaged && Number(damaged.seq);
  }

  /** Turns rows into entries, without the damaged ones. */
  whole(rows: readonly Row[]): StoredEntry[] {
    return rows.flatMap((row) => {
      const entry = readRow(row);
      if (entry) return [entry];
      this.#onDamage(Number(row.seq));
      return [];
    });
  }

  /** Reads on past damaged rows: a short page means that there is no more. */
  #collect(
    statement: StatementSync,
    parameters: readonly string[],
    edge: number,
    limit: number,
  ): StoredEntry[] {
    const rows = statement.all(...parameters, edge, limit);
    const entries = this.whole(rows);
    const missing = rows.length - entries.length;
    if (missing === 0 || rows.length < limit) return entries;
    const last = Number(rows.at(-1)?.seq);
    return [
      ...entries,
      ...this.#collect(statement, parameters, last, missing),
    ];
  }
}

/** The values of all columns, in their order. */
function toRow(entry: Entry, id?: string): (string | number | null)[] {
  const { seq, time, room, author, text } = entry;
  return [seq, time, room, author, text, id ?? null, checksumOf(entry, id)];
}
