/**
 * Putting a backup in the place of a history.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { DataError } from "../log/data_error.ts";
import { DataLock } from "../log/data_lock.ts";
import { openDatabase, readSetting, toDataError } from "../log/database.ts";
import { checkSchema } from "../log/schema.ts";
import { isThere } from "../log/new_database.ts";
import { DATABASE_FILE } from "../log/sqlite.ts";
import { SqliteStore } from "../log/sqlite_store.ts";
import { carriedBy, unpackInto } from "../directory/carried_directory.ts";
import { DIRECTORY_FILE } from "../directory/directory_database.ts";
import { copyDatabase } from "./database_copy.ts";

/** What a restore did. */
export interface RestoreReport {
  /** The newest seq of what was restored; what comes is a history of its own. */
  readonly last: number;
  /** Where the history is that was there; missing when there was none. */
  readonly replaced?: string;
}

/** Histories that were replaced and are kept; more are for somebody to look at. */
const MAX_REPLACED = 1000;

/**
 * Copies a backup into a data folder, which is made if it is missing. What was
 * there is kept beside it. The next server goes on from the backup under a new
 * name of the log.
 *
 * @throws {DataError} when a server uses the folder, the backup is none or is
 * damaged, or the disk fails; what was there is in its place then.
 */
export async function restore(
  file: string,
  folder: string,
): Promise<RestoreReport> {
  using backup = openBackup(file);
  const last = check(backup, file);
  using _lock = DataLock.take(folder);
  const path = `${folder}/${DATABASE_FILE}`;
  let replaced: string | undefined;
  try {
    await copyDatabase(backup, path, (from) => {
      const carries = carriedBy(from) !== undefined;
      replaced = keep(folder, path);
      Deno.renameSync(from, path);
      if (carries) restoreDirectory(folder, path, replaced);
    });
  } catch (error) {
    throw toDataError(path, error);
  }
  return replaced === undefined ? { last } : { last, replaced };
}

/** The newer directory stays until the older log is there: its numbers are higher. */
function restoreDirectory(
  folder: string,
  log: string,
  replaced: string | undefined,
): void {
  const path = `${folder}/${DIRECTORY_FILE}`;
  for (const end of ["-wal", ""]) {
    if (!isThere(path + end)) continue;
    const kept = (replaced ?? freeName(folder)).replace(
      /\.db$/,
      "-directory.db",
    );
    Deno.renameSync(path + end, kept + end);
  }
  if (isThere(`${path}-shm`)) Deno.removeSync(`${path}-shm`);
  unpackInto(path, log);
}

function openBackup(file: string): DatabaseSync {
  try {
    Deno.statSync(file);
  } catch (error) {
    throw toDataError(file, error);
  }
  return openDatabase(file, { readOnly: true });
}

/** Returns the newest seq of a backup that is whole. */
function check(backup: DatabaseSync, file: string): number {
  try {
    checkSchema(backup);
    if (readSetting(backup, "quick_check") !== "ok") {
      throw new DataError(
        `Cannot restore "${file}": it is damaged; take another backup, or save what is whole with "ktn export"`,
      );
    }
    return new SqliteStore(backup, () => {}).last;
  } catch (error) {
    throw toDataError(file, error);
  }
}

/**
 * Gives the history that is there a second name, and takes away what SQLite
 * would add to the one that comes.
 */
function keep(folder: string, path: string): string | undefined {
  if (!isThere(path)) return undefined;
  const kept = freeName(folder);
  for (const end of ["-wal", ""]) {
    if (isThere(path + end)) nameTwice(path + end, kept + end);
  }
  for (const end of ["-wal", "-shm"]) {
    if (isThere(path + end)) Deno.removeSync(path + end);
  }
  return kept;
}

/** Gives a file a second name, or copies it where files have only one. */
function nameTwice(from: string, to: string): void {
  try {
    Deno.linkSync(from, to);
  } catch {
    Deno.copyFileSync(from, to);
  }
}

function freeName(folder: string): string {
  for (let count = 1; count <= MAX_REPLACED; count++) {
    const name = `${folder}/replaced-${count}.db`;
    if (!isThere(name) && !isThere(`${name}-wal`)) return name;
  }
  throw new DataError(
    `Cannot keep what is in "${folder}": move the files replaced-*.db elsewhere`,
  );
}
