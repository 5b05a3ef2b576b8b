/**
 * Files only their owner may read, replaced whole or not at all. Knows nothing
 * of what is in them.
 *
 * @module
 */

import { LockFile } from "./lock_file.ts";

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/** Replaces a file; its folder is made if it is missing. */
export function replaceFile(path: string, text: string): void {
  replace(path, text, () => {});
}

/** The same; returns only when the text survives the power going. */
export function replaceFileDurably(path: string, text: string): void {
  replace(path, text, (file) => file.syncDataSync());
}

/** Runs `change` while no other program of ours changes the file. */
export function whileLocked(path: string, change: () => void): void {
  makeFolderOf(path);
  // Not the file itself: that is another one after each change.
  using _lock = LockFile.take(`${path}.lock`);
  change();
}

function replace(
  path: string,
  text: string,
  beforeClose: (file: Deno.FsFile) => void,
): void {
  makeFolderOf(path);
  const fresh = `${path}.${Deno.pid}.tmp`;
  {
    using file = Deno.openSync(fresh, {
      write: true,
      create: true,
      truncate: true,
      mode: OWNER_ONLY,
    });
    writeAll(file, new TextEncoder().encode(text));
    beforeClose(file);
  }
  Deno.renameSync(fresh, path);
}

function makeFolderOf(path: string): void {
  const folder = path.slice(0, path.lastIndexOf("/") + 1) || ".";
  Deno.mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}
