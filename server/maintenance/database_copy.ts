/**
 * Copies of a database: whole under their name, or not there at all.
 *
 * @module
 */

import { dirname } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { syncFolder } from "../log/durable_folder.ts";
import { BACKUP_FILE } from "../log/run_note.ts";

/** More pages than a database can have. */
const ALL_PAGES = 0x7fff_ffff;

/** What SQLite may have beside a database. */
const BESIDE = ["-journal", "-wal", "-shm"];

/**
 * Writes a copy beside a place, synced, and moves it there; what it is moved to
 * may only be read by this user.
 *
 * @param move Moves the copy; it is removed when it is still there afterwards.
 * @throws What SQLite and the file system throw; nothing is left behind then.
 */
export async function copyDatabase(
  source: DatabaseSync,
  place: string,
  move: (from: string, to: string) => void,
): Promise<void> {
  const part = `${place}.part`;
  removeDatabase(part); // one that was killed may have left it
  try {
    await copyTo(source, part);
    move(part, place);
  } finally {
    removeDatabase(part);
  }
  syncFolder(dirname(place));
}

/**
 * Moves a file to a name that no file has.
 *
 * @throws {Deno.errors.AlreadyExists} when one has it.
 */
export function moveToNew(from: string, to: string): void {
  try {
    Deno.linkSync(from, to);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) throw error;
    // A file system without links.
    Deno.openSync(to, { createNew: true, write: true }).close();
    Deno.renameSync(from, to);
  }
}

/** Removes a database and what SQLite has beside it. */
function removeDatabase(path: string): void {
  for (const name of [path, ...BESIDE.map((end) => path + end)]) {
    try {
      Deno.removeSync(name);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** Not `VACUUM INTO`: for that a program must have every right in Deno. */
async function copyTo(source: DatabaseSync, part: string): Promise<void> {
  // SQLite fills an empty file; it would make one that everybody may read.
  const options = { createNew: true, write: true, mode: 0o600 };
  (await Deno.open(part, options)).close();
  // In one step it is the log of one moment, however busy the server is.
  await backup(source, part, { rate: ALL_PAGES });
  mark(part);
  using file = await Deno.open(part, { read: true, write: true });
  await file.sync();
}

/** Says in the copy that it is one; and makes it readable where nobody may write. */
function mark(part: string): void {
  using copy = new DatabaseSync(part);
  copy.prepare("PRAGMA journal_mode = DELETE").get();
  copy.prepare("UPDATE facts SET value = ? WHERE name = 'file'")
    .run(BACKUP_FILE);
}
