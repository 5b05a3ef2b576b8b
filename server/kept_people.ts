/**
 * What a server keeps of people and rooms: the directory of its data folder, and
 * what older versions and backups have left there.
 *
 * @module
 */

import { unpackDirectory } from "./directory/carried_directory.ts";
import { Directory } from "./directory/directory.ts";
import type { DirectoryStore } from "./directory/directory_store.ts";
import { numberAboveLost } from "./directory/number_series.ts";
import { takeOldNames } from "./directory/old_names.ts";
import type { DataError } from "./log/data_error.ts";
import type { Logger } from "./logging/logger.ts";

/** Where the directory is, and who hears of trouble. */
export interface KeptPeopleOptions {
  /** Null for in memory only. */
  readonly dataFolder: string | null;
  readonly logger: Logger;
  readonly onTrouble: (trouble?: DataError) => void;
}

/**
 * Makes the folder's directory of what a backup carries; to be called before the
 * log is opened.
 *
 * @throws {DataError} when the folder cannot be used.
 */
export function preparePeople(dataFolder: string | null): void {
  if (dataFolder !== null) unpackDirectory(dataFolder);
}

/**
 * Opens the directory of the data folder, which the log has locked.
 *
 * @param hasEntries Whether there is a log already, with numbers in it.
 * @throws {DataError} when it cannot be used.
 */
export async function openDirectory(
  { dataFolder, logger, onTrouble }: KeptPeopleOptions,
  hasEntries: boolean,
): Promise<Directory> {
  const onBug = (error: unknown) => logger.bug("directory", error);
  const store = await openStore(dataFolder, { onBug, onTrouble });
  const first = hasEntries ? { firstNumber: numberAboveLost() } : {};
  const directory = await Directory.open(store, { onBug, ...first });
  if (dataFolder === null) return directory;
  try {
    await takeOldNames(dataFolder, directory);
  } catch (error) {
    logger.warn("names_lost", { why: String(error) });
  }
  return directory;
}

/** The code of the store that is not used is never loaded. */
async function openStore(
  dataFolder: string | null,
  options: {
    readonly onBug: (error: unknown) => void;
    readonly onTrouble: (trouble?: DataError) => void;
  },
): Promise<DirectoryStore> {
  if (dataFolder === null) {
    const { MemoryDirectoryStore } = await import(
      "./directory/memory_directory_store.ts"
    );
    return new MemoryDirectoryStore();
  }
  const { SqliteDirectoryStore } = await import(
    "./directory/sqlite_directory_store.ts"
  );
  return new SqliteDirectoryStore(dataFolder, options);
}
