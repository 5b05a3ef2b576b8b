/**
 * The first bytes of a database file, read without SQLite: a file that is not
 * ours is left as it is, and SQLite may change a file that it only looks at.
 *
 * @module
 */

import { DataError } from "./data_error.ts";

/** What the file says of itself; what is in a write-ahead log is newer. */
export interface FileHeader {
  /** Whose file it is; 0 when nobody said so. */
  readonly applicationId: number;
  /** The version of the tables. */
  readonly userVersion: number;
  /** 0 while there is no table. */
  readonly schemaVersion: number;
}

const LENGTH = 100;
const MAGIC = "SQLite format 3\0";

/**
 * Reads the header of a database file.
 *
 * @throws {DataError} when there is none, also of an empty file.
 */
export function readFileHeader(path: string): FileHeader {
  const bytes = new Uint8Array(LENGTH);
  using file = Deno.openSync(path);
  const length = file.readSync(bytes) ?? 0;
  const magic = new TextDecoder("latin1").decode(bytes.subarray(0, 16));
  if (length < LENGTH || magic !== MAGIC) throw notADatabase(path, length);
  const view = new DataView(bytes.buffer);
  return {
    applicationId: view.getUint32(68),
    userVersion: view.getUint32(60),
    schemaVersion: view.getUint32(40),
  };
}

function notADatabase(path: string, length: number): DataError {
  const what = length === 0
    ? "it is empty"
    : "it is damaged, or not a database";
  return new DataError(
    `Cannot use "${path}": ${what}; restore a backup, or move it elsewhere to begin anew`,
  );
}

/** Returns whether a file is there and has something in it. */
export function hasBytes(path: string): boolean {
  try {
    return Deno.statSync(path).size > 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
