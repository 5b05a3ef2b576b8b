/**
 * Making a folder that is still there after the power went: SQLite syncs the
 * files in its folder and the folder, but not the folders above.
 *
 * @module
 */

import { dirname } from "node:path";

/** Only its owner may look into it. */
const OWNER_ONLY = 0o700;

/**
 * Makes a folder and those above it that are missing, and syncs every folder
 * that has a new one in it. Does nothing when the folder is there.
 *
 * @param sync Syncs one folder.
 * @throws What `Deno.mkdirSync()` throws.
 */
export function makeFolderDurably(
  folder: string,
  sync: (folder: string) => void = syncFolder,
): void {
  const parents = changedBy(folder);
  Deno.mkdirSync(folder, { recursive: true, mode: OWNER_ONLY });
  for (const parent of parents) sync(parent);
}

/** Returns the folders that get a new one, the lowest first. */
function changedBy(folder: string): string[] {
  const parents: string[] = [];
  let lowest = folder;
  while (!isThere(lowest) && dirname(lowest) !== lowest) {
    lowest = dirname(lowest);
    parents.push(lowest);
  }
  return parents;
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false; // whatever else is wrong with it, making it says so
  }
}

/** Makes sure that the files of a folder are in it after the power went. */
export function syncFolder(folder: string): void {
  try {
    using file = Deno.openSync(folder);
    file.syncSync();
  } catch {
    // Windows opens no folders, and some file systems cannot sync them.
  }
}
