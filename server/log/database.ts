/**
 * Opening an SQLite file so that what is committed survives a power cut, and
 * what its errors mean.
 *
 * @module
 */

import { DatabaseSync, type StatementSync } from "node:sqlite";
import { whyItFailed } from "../../shared/system_error.ts";
import { DataError } from "./data_error.ts";

/** SQLite's result codes that somebody acts on; the low byte of an error's code. */
export const SQLITE = {
  BUSY: 5,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  NOTADB: 26,
} as const;

/**
 * Every setting, and what it must read back as: SQLite ignores in silence what
 * it cannot do, and a log that is less durable than it says must not start.
 */
const SETTINGS: readonly (readonly [string, string, string | number])[] = [
  ["busy_timeout", "250", 250],
  ["journal_mode", "WAL", "wal"],
  ["synchronous", "FULL", 2],
  ["foreign_keys", "ON", 1],
  ["trusted_schema", "OFF", 0],
  ["cell_size_check", "ON", 1],
  ["cache_size", "-16384", -16_384],
  // No copies of rows in pages that were split; whole pages that get free are
  // not written for it, so that forgetting works on a full disk.
  ["secure_delete", "FAST", 2],
  // A commit stalls for its checkpoint: 2 ms at most, 6 with the usual 1,000
  // pages; measured under a stream of groups of 200, which it slows as much.
  ["wal_autocheckpoint", "250", 250],
  ["journal_size_limit", "16777216", 16_777_216],
];

/** What to say, by result code. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [SQLITE.BUSY, "another program is writing to it"],
  [SQLITE.READONLY, "it may only be read"],
  [SQLITE.IOERR, "the disk does not work"],
  [SQLITE.CORRUPT, "it is damaged; restore a backup"],
  [SQLITE.FULL, "the disk is full"],
  [SQLITE.CANTOPEN, "it cannot be opened, or a file beside it"],
  [SQLITE.NOTADB, "it is damaged, or not a database; restore a backup"],
]);

/** Options for {@linkcode openDatabase}. */
export interface DatabaseOptions {
  /**
   * Whether only to read, beside a server that may be running.
   *
   * @default {false}
   */
  readonly readOnly?: boolean;
}

/**
 * Opens a database file with every setting in place; a new one only this user
 * may read.
 *
 * @throws {DataError} when it cannot be opened or a setting does not hold.
 */
export function openDatabase(
  path: string,
  { readOnly = false }: DatabaseOptions = {},
): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (!readOnly) createPrivately(path);
    database = new DatabaseSync(path, { readOnly });
    // Free pages can be given back; means nothing where a page is written.
    if (!readOnly) database.prepare("PRAGMA auto_vacuum = INCREMENTAL").get();
    applySettings(database, readOnly);
    return database;
  } catch (error) {
    database?.close();
    throw toDataError(path, error);
  }
}

/** Returns which of {@linkcode SQLITE} it is; undefined for other errors. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

/** Returns whether SQLite found that the file is damaged. */
export function isCorrupt(error: unknown): boolean {
  return sqliteCode(error) === SQLITE.CORRUPT;
}

/** Returns what was read; undefined where SQLite finds that the file is damaged. */
export function unlessCorrupt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isCorrupt(error)) return undefined;
    throw error;
  }
}

/** Returns the error as the one sentence an operator reads. */
export function toDataError(path: string, error: unknown): DataError {
  if (error instanceof DataError) return error;
  const reason = REASONS.get(sqliteCode(error) ?? 0) ?? whyItFailed(error);
  return new DataError(`Cannot use "${path}": ${reason}`, { cause: error });
}

/** Runs work whole or not at all. */
export class Transactions {
  readonly #database: DatabaseSync;
  // Prepared, because errors from `exec()` carry no result code.
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#rollback = database.prepare("ROLLBACK");
  }

  /** Commits what `work` did; undoes it when anything throws. */
  run<T>(work: () => T): T {
    this.#begin.run();
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      // A failed COMMIT, or a full disk, may have ended the transaction.
      if (this.#database.isTransaction) this.#rollback.run();
      throw error;
    }
  }
}

function createPrivately(path: string): void {
  // SQLite gives -wal and -shm the mode of the database itself.
  Deno.openSync(path, { create: true, write: true, mode: 0o600 }).close();
}

/** What only a writer decides; a backup, for one, is not in WAL mode. */
const WRITER_SETTINGS: ReadonlySet<string> = new Set(["journal_mode"]);

/**
 * Sets every setting and reads it back.
 *
 * @throws {DataError} when one does not hold.
 */
export function applySettings(database: DatabaseSync, readOnly: boolean): void {
  for (const [name, value, expected] of SETTINGS) {
    if (readOnly && WRITER_SETTINGS.has(name)) continue;
    database.prepare(`PRAGMA ${name} = ${value}`).get();
    const actual = readSetting(database, name);
    if (actual === expected) continue;
    throw new DataError(
      `Cannot rely on this SQLite: ${name} is ${actual} after it was set to ${value}`,
    );
  }
}

/** Reads one `PRAGMA` back. */
export function readSetting(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}
