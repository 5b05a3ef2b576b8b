/**
 * The directory's file: one table of values by key.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Json } from "../../shared/json.ts";
import { DataError } from "../log/data_error.ts";
import {
  openDatabase,
  readSetting,
  toDataError,
  Transactions,
} from "../log/database.ts";
import { hasBytes, readFileHeader } from "../log/file_header.ts";
import { isThere } from "../log/new_database.ts";

/** The name of the file in the data folder. */
export const DIRECTORY_FILE = "directory.db";

/** Marks a file as ktn's directory: "ktnd" in ASCII. */
const APPLICATION_ID = 0x6b746e64;

const VERSION = 1;

/** A value with its key. */
export interface StoredRecord {
  readonly key: string;
  /** Missing: there is none. */
  readonly value: Json | undefined;
  readonly revision: number;
}

const CREATE_RECORDS = `
  CREATE TABLE records (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    revision INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${VERSION};`;

/** The table of one open file. */
export class DirectoryDatabase implements Disposable {
  readonly #transactions: Transactions;
  readonly #all: StatementSync;
  readonly #get: StatementSync;
  readonly #set: StatementSync;
  readonly #delete: StatementSync;

  private constructor(
    /** What is open. */
    readonly database: DatabaseSync,
  ) {
    this.#transactions = new Transactions(database);
    this.#all = database.prepare("SELECT key, value, revision FROM records");
    this.#get = database.prepare(
      "SELECT key, value, revision FROM records WHERE key = ?",
    );
    this.#set = database.prepare(
      `INSERT INTO records (key, value, revision) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE
         SET value = excluded.value, revision = excluded.revision`,
    );
    this.#delete = database.prepare("DELETE FROM records WHERE key = ?");
  }

  /**
   * Opens the file, which is made if it is missing.
   *
   * @param readOnly Whether only to read, beside a server that may be running.
   * @throws {DataError} when it is not ktn's directory, or cannot be used.
   */
  static open(path: string, readOnly = false): DirectoryDatabase {
    checkMissing(path);
    const database = openDatabase(path, { readOnly });
    try {
      if (isNew(database)) {
        new Transactions(database).run(() => database.exec(CREATE_RECORDS));
      }
      return new DirectoryDatabase(database);
    } catch (error) {
      database.close();
      throw toDataError(path, error);
    }
  }

  /** Yields all that is there. */
  *all(): Generator<StoredRecord> {
    for (const row of this.#all.iterate()) yield readRow(row);
  }

  /** Returns what is under a key. */
  get(key: string): StoredRecord | undefined {
    const row = this.#get.get(key);
    return row && readRow(row);
  }

  /** Puts records in the place of those there are, whole or not at all. */
  write(records: Iterable<StoredRecord>): void {
    this.#transactions.run(() => {
      for (const { key, value, revision } of records) {
        if (value === undefined) this.#delete.run(key);
        else this.#set.run(key, JSON.stringify(value), revision);
      }
    });
  }

  /** Closes it. */
  [Symbol.dispose](): void {
    this.database.close();
  }
}

/**
 * Returns whether there is no table yet.
 *
 * @throws {DataError} when it is another program's or a newer ktn's.
 */
function isNew(database: DatabaseSync): boolean {
  const read = (name: string) => Number(readSetting(database, name));
  if (read("schema_version") === 0 && read("application_id") === 0) return true;
  checkOwner(read("application_id"), read("user_version"));
  return false;
}

function checkOwner(applicationId: number, version: number): void {
  if (applicationId !== APPLICATION_ID) {
    throw new DataError("Cannot use this directory: it is another program's");
  }
  if (version <= VERSION) return;
  throw new DataError(
    `Cannot use this directory: its version ${version} is of a newer ktn, this one knows ${VERSION}`,
  );
}

/**
 * Checks the file, if it is there, without opening it as a database.
 *
 * @throws {DataError} when it is not ktn's directory, or a newer ktn's.
 */
export function checkDirectoryFile(path: string): void {
  if (!isThere(path)) return checkMissing(path);
  const { applicationId, userVersion, schemaVersion } = readFileHeader(path);
  if (schemaVersion === 0 && applicationId === 0) return; // very young
  checkOwner(applicationId, userVersion);
}

/** An empty file must not take the place of one that is missing. */
function checkMissing(path: string): void {
  if (isThere(path) || !hasBytes(`${path}-wal`)) return;
  throw new DataError(
    `Cannot begin "${path}": it is missing, and "${path}-wal" has changes of it; put the file back, or restore a backup`,
  );
}

function readRow(
  { key, value, revision }: Readonly<Record<string, unknown>>,
): StoredRecord {
  return {
    key: String(key),
    // What was written is JSON; the readers of records doubt what it says.
    value: JSON.parse(String(value)) as Json,
    revision: Number(revision),
  };
}
