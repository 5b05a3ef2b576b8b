/**
 * Files only their owner may read, replaced whole or not at all.
 *
 * @module
 */

import { writeAll, writeAllSync } from "../../shared/bytes.ts";
import { LockFile } from "./lock_file.ts";

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
/** Longest wait for another program that changes the same file. */
const MAX_LOCK_MS = 10_000;

/** Tells temporary files of one process apart. */
let replacements = 0;

/** What {@linkcode replaceFile} may be asked for. */
export interface ReplaceOptions {
  /**
   * Whether it is done only when the text survives a power failure.
   *
   * @default {false}
   */
  readonly isDurable?: boolean;
}

/** Replaces a file beside the event loop; its folder is made if missing. */
export async function replaceFile(
  path: string,
  text: string,
  { isDurable = false }: ReplaceOptions = {},
): Promise<void> {
  await Deno.mkdir(folderOf(path), FOLDER);
  const temporary = temporaryFor(path);
  try {
    await writeWhole(temporary, text, isDurable);
    await Deno.rename(temporary, path);
  } catch (error) {
    removeQuietly(temporary); // on a full disk it would hold what is left
    throw error;
  }
  if (isDurable) await syncFolder(folderOf(path));
}

/** Replaces a file; returns only when the text survives a power failure. */
export function replaceFileDurably(path: string, text: string): void {
  Deno.mkdirSync(folderOf(path), FOLDER);
  const temporary = temporaryFor(path);
  try {
    writeWholeSync(temporary, text);
    Deno.renameSync(temporary, path);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
  syncFolderSync(folderOf(path));
}

/**
 * Runs `change` while no other program of ours changes the file; waits beside
 * the event loop.
 *
 * @throws {Deno.errors.TimedOut} when another holds the lock for too long.
 */
export async function whileLocked(
  path: string,
  change: () => Promise<void>,
): Promise<void> {
  await Deno.mkdir(folderOf(path), FOLDER);
  // Not the file itself: that is another one after each change.
  const lock = await LockFile.take(`${path}.lock`, MAX_LOCK_MS);
  try {
    await change();
  } finally {
    await lock.release();
  }
}

const FOLDER: Deno.MkdirOptions = { recursive: true, mode: OWNER_ONLY_FOLDER };
const FILE: Deno.OpenOptions = {
  write: true,
  create: true,
  truncate: true,
  mode: OWNER_ONLY,
};

async function writeWhole(
  path: string,
  text: string,
  isDurable: boolean,
): Promise<void> {
  using file = await Deno.open(path, FILE);
  await writeAll(file, new TextEncoder().encode(text));
  if (isDurable) await file.syncData();
}

function writeWholeSync(path: string, text: string): void {
  using file = Deno.openSync(path, FILE);
  writeAllSync(file, new TextEncoder().encode(text));
  file.syncDataSync();
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It was never made.
  }
}

function temporaryFor(path: string): string {
  return `${path}.${Deno.pid}.${++replacements}.tmp`;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1) || ".";
}

/** A rename is in the folder: without this a power failure may undo it. */
async function syncFolder(folder: string): Promise<void> {
  try {
    using file = await Deno.open(folder);
    await file.sync();
  } catch {
    // Windows has no folders that can be opened, and keeps them by itself.
  }
}

function syncFolderSync(folder: string): void {
  try {
    using file = Deno.openSync(folder);
    file.syncSync();
  } catch {
    // as above
  }
}
