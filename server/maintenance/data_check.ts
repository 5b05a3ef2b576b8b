/**
 * Whether a server could use a data folder, found out without changing a thing:
 * so it may be asked while a server runs there.
 *
 * @module
 */

import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { codeOf, whyItFailed } from "../../shared/system_error.ts";
import { DataError } from "../log/data_error.ts";
import { toDataError } from "../log/database.ts";
import { checkFile } from "../log/new_database.ts";
import { DATABASE_FILE } from "../log/sqlite.ts";

/**
 * Checks that the folder, or where it would be made, can be written to, and
 * that a database in it is one of ktn that this version can use.
 *
 * @throws {DataError} when a server could not use it.
 */
export function checkDataFolder(folder: string): void {
  checkWritable(folder);
  const path = `${folder}/${DATABASE_FILE}`;
  if (!isThere(path)) return;
  try {
    checkFile(path);
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
    accessSync(nearest, constants.W_OK);
  } catch (error) {
    throw new DataError(
      `Cannot write to the data folder "${folder}": ${whyItFailed(error)}`,
    );
  }
}

function isThere(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch (error) {
    // Whatever else is wrong with it is said when it is used.
    return codeOf(error) !== "ENOENT";
  }
}
