/**
 * The tables of the SQLite log, and how older ones become the newest.
 * Knows nothing of what is asked of the tables.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { DataError } from "../data_error.ts";
import { readSetting, Transactions } from "../database.ts";

/** Marks a file as ktn's: "ktn1" in ASCII. */
const APPLICATION_ID = 0x6b746e31;

/**
 * The words of the entries up to the fact `indexed`. Made from them and thrown
 * away at will; it keeps no texts, and where a word stands is of no interest.
 */
export const CREATE_WORD_INDEX = `
  CREATE VIRTUAL TABLE word_index USING fts5(
    words, content = '', contentless_delete = 1, detail = none,
    tokenize = 'ascii'
  );`;

/**
 * The step from each version to the next one; never edited, only added to.
 *
 * - Sequences are given by the log, not by SQLite, and `forgotten` outlives the
 *   entries, so that none is ever given twice.
 * - `NOCASE` folds names as `foldName()` does: they are ASCII.
 * - `checksum` is over all other columns: no wrong text is ever served.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    room TEXT NOT NULL,
    author TEXT NOT NULL COLLATE NOCASE,
    text TEXT NOT NULL,
    id TEXT,
    checksum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX entries_by_room ON entries (room, seq);
  CREATE UNIQUE INDEX entries_by_id ON entries (author, id)
    WHERE id IS NOT NULL;
  CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value ANY NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO facts VALUES
    ('forgotten', 0), ('indexed', 0), ('log', lower(hex(randomblob(8))));
  ${CREATE_WORD_INDEX}`,
];

/**
 * Brings the tables to the newest version, each step whole or not at all.
 *
 * @throws {DataError} when the file is another program's or a newer ktn's.
 */
export function migrate(database: DatabaseSync): void {
  const version = checkOwner(database);
  const transactions = new Transactions(database);
  for (const [index, script] of MIGRATIONS.entries()) {
    if (index < version) continue;
    transactions.run(() => {
      database.exec(script);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}

/**
 * Checks that the tables are of this version, for those who only read.
 *
 * @throws {DataError} when they are not.
 */
export function checkSchema(database: DatabaseSync): void {
  if (checkOwner(database) === MIGRATIONS.length) return;
  throw new DataError(
    "Cannot read this database yet: start the server once, so that it is brought up to date",
  );
}

/**
 * Returns the version of the tables; 0 for a new file.
 *
 * @throws {DataError} when the file is another program's or a newer ktn's.
 */
export function checkOwner(database: DatabaseSync): number {
  const version = Number(readSetting(database, "user_version"));
  const isNew = readSetting(database, "schema_version") === 0;
  if (
    !isNew && readSetting(database, "application_id") !== APPLICATION_ID
  ) {
    throw new DataError("Cannot use this database: it is another program's");
  }
  if (version > MIGRATIONS.length) {
    throw new DataError(
      `Cannot use this database: its version ${version} is of a newer ktn, this one knows ${MIGRATIONS.length}`,
    );
  }
  return version;
}
