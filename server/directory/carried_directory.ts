/**
 * The directory inside a backup, which is one file: a table beside those of the
 * log, and out of it again where the backup is put in the place of a history.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { DataError } from "../log/data_error.ts";
import { DataLock } from "../log/data_lock.ts";
import { Transactions } from "../log/database.ts";
import { syncFolder } from "../log/durable_folder.ts";
import { isThere } from "../log/new_database.ts";
import { DATABASE_FILE } from "../log/sqlite.ts";
import {
  DIRECTORY_FILE,
  DirectoryDatabase,
  type StoredRecord,
} from "./directory_database.ts";

/** The table of a backup; no log has it. */
const CREATE_CARRIED = `
  DROP TABLE IF EXISTS carried_directory;
  CREATE TABLE carried_directory (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    revision INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`;

/**
 * Puts the directory of a folder, as it is at this moment, into a copy of its
 * log; it is on disk when this returns.
 *
 * @throws {DataError} when it cannot be read, and what SQLite throws.
 */
export function packDirectory(folder: string, copy: string): void {
  using database = new DatabaseSync(copy);
  database.exec(CREATE_CARRIED);
  const path = `${folder}/${DIRECTORY_FILE}`;
  if (!isThere(path)) return;
  using directory = DirectoryDatabase.open(path, true);
  const insert = database.prepare(
    "INSERT INTO carried_directory VALUES (?, ?, ?)",
  );
  new Transactions(database).run(() => {
    for (const { key, value, revision } of directory.all()) {
      insert.run(key, JSON.stringify(value ?? null), revision);
    }
  });
}

/**
 * Makes the directory of a folder of what its log carries, where there is none:
 * to be called before either is used.
 *
 * @throws {DataError} when the folder is in use, or the disk fails.
 */
export function unpackDirectory(folder: string): void {
  const path = `${folder}/${DIRECTORY_FILE}`;
  const log = `${folder}/${DATABASE_FILE}`;
  if (!isFile(log) || isThere(path)) return;
  using _lock = DataLock.take(folder);
  unpackInto(path, log);
}

/** Whatever else a folder is, who opens its log says so. */
function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** The same, in a folder that this process has locked. */
export function unpackInto(path: string, log: string): void {
  const records = carriedBy(log);
  if (records === undefined) return;
  const part = `${path}.part`;
  for (const end of ["", "-wal", "-shm"]) {
    if (isThere(part + end)) Deno.removeSync(part + end);
  }
  {
    using directory = DirectoryDatabase.open(part);
    directory.write(records);
    directory.database.prepare("PRAGMA journal_mode = DELETE").get();
  }
  Deno.renameSync(part, path);
  syncFolder(path.slice(0, path.lastIndexOf("/")));
  using database = new DatabaseSync(log);
  database.exec("DROP TABLE IF EXISTS carried_directory");
}

/** Returns what a log carries; nothing where it carries none. */
export function carriedBy(log: string): readonly StoredRecord[] | undefined {
  try {
    using database = new DatabaseSync(log, { readOnly: true });
    const table = database.prepare(
      "SELECT 1 FROM sqlite_schema WHERE name = 'carried_directory'",
    );
    if (!table.get()) return undefined;
    const rows = database.prepare(
      "SELECT key, value, revision FROM carried_directory",
    );
    return rows.all().map(({ key, value, revision }) => ({
      key: String(key),
      value: JSON.parse(String(value)),
      revision: Number(revision),
    }));
  } catch (error) {
    if (error instanceof DataError) throw error;
    return undefined; // whatever it is, who opens it as a log says so
  }
}
