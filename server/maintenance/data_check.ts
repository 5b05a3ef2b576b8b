/**
 * Whether a server could use a data folder, found out without leaving a trace:
 * so it may be asked while a server runs there.
 *
 * @module
 */

import { dirname } from "node:path";
import { codeOf, whyItFailed } from "../../shared/system_error.ts";
import {
  checkDirectoryFile,
  DIRECTORY_FILE,
} from "../directory/directory_database.ts";
import { DataError } from "../log/data_error.ts";
import { LOCK_FILE } from "../log/data_lock.ts";
import { toDataError } from "../log/database.ts";
import { checkFile } from "../log/new_database.ts";
import { DATABASE_FILE } from "../log/sqlite.ts";

/**
 * Checks that the folder, or where it would be made, can be written to, and
 * that the databases in it are of ktn and this version can use them.
 *
 * @throws {DataError} when a server could not use it.
 */
export function checkDataFolder(folder: string): void {
  checkWritable(folder);
  const path = `${folder}/${DATABASE_FILE}`;
  if (isThere(path)) attempt(path, checkFile);
  attempt(`${folder}/${DIRECTORY_FILE}`, checkDirectoryFile);
}

function attempt(path: string, check: (path: string) => void): void {
  try {
    check(path);
  } catch (error) {
    throw toDataError(path, error);
  }
}

/** Checks a folder, or the nearest one above it that exists. */
function checkWritable(folder: string): void {
  let nearest = folder;
  while (!isThere(nearest) && dirname(nearest) !== nearest) {
    nearest = dirname(nearest);
  }
  try {
    if (!Deno.statSync(nearest).isDirectory) {
      throw new Error("a part of the path is no folder");
    }
    writeNothingInto(nearest);
    openLock(folder);
  } catch (error) {
    throw new DataError(
      `Cannot write to the data folder "${folder}": ${whyItFailed(error)}`,
    );
  }
}

/**
 * Makes a file and removes it: the mode of a folder says nothing of a disk that
 * can only be read, and asking the system who we are needs a right.
 */
function writeNothingInto(folder: string): void {
  const options = { dir: folder, prefix: ".ktn-check-" };
  Deno.removeSync(Deno.makeTempFileSync(options));
}

/** The lock of a server that another user ran cannot be opened. */
function openLock(folder: string): void {
  const path = `${folder}/${LOCK_FILE}`;
  if (isThere(path)) Deno.openSync(path, { write: true }).close();
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    // Whatever else is wrong with it is said when it is used.
    return codeOf(error) !== "ENOENT";
  }
}
