/**
 * The tables of the SQLite log, and how older ones become the newest.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { DataError } from "./data_error.ts";
import { readSetting, Transactions, unlessCorrupt } from "./database.ts";
import type { FileHeader } from "./file_header.ts";
import type { Damage } from "./block_table.ts";
import { addIdentities } from "./migrations/indexes_with_identities.ts";
import { CREATE_ENTRIES, moveEntries } from "./migrations/entries_to_blocks.ts";

/** Marks a file as ktn's: "ktn1" in ASCII. */
const APPLICATION_ID = 0x6b746e31;

/** Entries lie in blocks; `checksum` is over all other columns. */
const CREATE_BLOCKS = `
  CREATE TABLE blocks (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    room TEXT NOT NULL,
    time INTEGER NOT NULL,
    entries TEXT NOT NULL,
    checksum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX blocks_by_room ON blocks (room, first);`;

/** The ids of the entries; made of them, like the places. */
const CREATE_IDS = `
  CREATE TABLE ids (
    author TEXT NOT NULL COLLATE NOCASE,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (author, id)
  ) STRICT, WITHOUT ROWID;`;

/** Where the blocks of each conversation are. */
const CREATE_PLACES = `
  CREATE TABLE IF NOT EXISTS places (
    room TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (room, first)
  ) STRICT, WITHOUT ROWID;`;

/** `rebuilt` is 0 while places and ids are made anew. */
const FILL_PLACES = `
  INSERT OR IGNORE INTO places
    SELECT room, first, last FROM blocks ORDER BY room, first;
  DROP INDEX blocks_by_room;
  INSERT INTO facts VALUES ('rebuilt', 1);`;

/**
 * Sequences are given by the log, not by SQLite, and `forgotten` outlives the
 * entries, so that none is ever given twice.
 */
const CREATE_METADATA = `
  CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value ANY NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO facts VALUES
    ('forgotten', 0), ('indexed', 0), ('log', lower(hex(randomblob(8))));`;

/** Up to `last` each of these logs has the same entries as this one. */
const CREATE_ANCESTORS = `
  CREATE TABLE ancestors (
    generation INTEGER PRIMARY KEY,
    log TEXT NOT NULL UNIQUE,
    last INTEGER NOT NULL
  ) STRICT;
  INSERT INTO facts VALUES ('file', ''), ('run', ''), ('clock', 0);`;

/**
 * In which entries the words are, up to the value `indexed`: made from the
 * entries, and thrown away at will. See `window.ts`.
 */
export const CREATE_WORDS = `
  CREATE TABLE words (
    window INTEGER NOT NULL,
    word TEXT NOT NULL,
    places TEXT NOT NULL,
    PRIMARY KEY (window, word)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO facts VALUES ('indexed', 0)
    ON CONFLICT (name) DO UPDATE SET value = 0;`;

/** Called for what a step cannot read. */
type OnDamage = (damage: Damage) => void;

/** The step from each version to the next one; never changed, only added to. */
const MIGRATIONS: readonly ((
  database: DatabaseSync,
  onDamage: OnDamage,
) => void)[] = [
  (database) => database.exec(CREATE_ENTRIES + CREATE_METADATA),
  (database, onDamage) => {
    database.exec(CREATE_BLOCKS + CREATE_IDS + CREATE_PLACES);
    moveEntries(database, onDamage);
  },
  (database) => database.exec(CREATE_ANCESTORS),
  (database) => database.exec(CREATE_PLACES + FILL_PLACES),
  (database) => {
    // Up to version 4 it was one of FTS5; a damaged one stays, and is not read.
    unlessCorrupt(() =>
      database.prepare("DROP TABLE IF EXISTS word_index").run()
    );
    database.exec(CREATE_WORDS);
  },
  addIdentities,
];

/**
 * Brings the tables to the newest version, each step whole or not at all.
 *
 * @param onDamage Called for what cannot be read and does not come along.
 * @throws {DataError} when the file is another program's or a newer ktn's.
 */
export function migrate(database: DatabaseSync, onDamage: OnDamage): void {
  const version = checkOwner(database);
  const transactions = new Transactions(database);
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < version) continue;
    transactions.run(() => {
      step(database, onDamage);
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
  const read = (name: string) => Number(readSetting(database, name));
  const userVersion = read("user_version");
  checkVersions({
    applicationId: read("application_id"),
    userVersion,
    schemaVersion: read("schema_version"),
  });
  return userVersion;
}

/**
 * Checks what a database says of itself.
 *
 * @throws {DataError} when it is another program's or a newer ktn's.
 */
export function checkVersions(
  { applicationId, userVersion, schemaVersion }: FileHeader,
): void {
  const isNew = schemaVersion === 0 && applicationId === 0;
  if (!isNew && applicationId !== APPLICATION_ID) {
    throw new DataError("Cannot use this database: it is another program's");
  }
  if (userVersion > MIGRATIONS.length) {
    throw new DataError(
      `Cannot use this database: its version ${userVersion} is of a newer ktn, this one knows ${MIGRATIONS.length}`,
    );
  }
}
