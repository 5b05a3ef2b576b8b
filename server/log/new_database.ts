/**
 * A database that is not there yet, and one that is and must be ours.
 *
 * @module
 */

import { dirname } from "node:path";
import { DataError } from "./data_error.ts";
import { openDatabase, toDataError } from "./database.ts";
import { syncFolder } from "./durable_folder.ts";
import { hasBytes, readFileHeader } from "./file_header.ts";
import { checkOwner, checkVersions, migrate } from "./schema.ts";

/**
 * Checks the database that is there, or makes one.
 *
 * @throws {DataError} when it is not ours, or cannot be made.
 */
export function prepareDatabase(path: string): void {
  try {
    if (isThere(path)) checkFile(path);
    else createDatabase(path);
  } catch (error) {
    throw toDataError(path, error);
  }
}

/**
 * Makes a database whole before it has its name, so that an empty file under
 * that name is never one that was just begun.
 *
 * @throws {DataError} when a write-ahead log without its database is there, and
 * what SQLite and the file system throw.
 */
function createDatabase(path: string): void {
  if (hasBytes(`${path}-wal`)) {
    throw new DataError(
      `Cannot begin "${path}": it is missing, and "${path}-wal" has messages of it; put the file back, or restore a backup`,
    );
  }
  const part = `${path}.new`;
  for (const file of [part, `${part}-wal`, `${part}-shm`]) {
    if (isThere(file)) Deno.removeSync(file); // a killed one may have left it
  }
  const database = openDatabase(part);
  try {
    migrate(database, () => {});
  } finally {
    database.close();
  }
  Deno.renameSync(part, path);
  syncFolder(dirname(path));
}

/**
 * Checks that a database is ktn's, before anything in the file is changed.
 *
 * @throws {DataError} when it is not.
 */
export function checkFile(path: string): void {
  const header = readFileHeader(path);
  if (header.applicationId !== 0 || !hasBytes(`${path}-wal`)) {
    return checkVersions(header);
  }
  // Killed when it was very young: all is in the write-ahead log.
  const database = openDatabase(path, { readOnly: true });
  try {
    checkOwner(database);
  } finally {
    database.close();
  }
}

/** Returns whether there is anything under a name. */
export function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
