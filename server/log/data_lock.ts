/**
 * One server per data folder: a lock the operating system takes back when the
 * process ends, however it ends.
 *
 * @module
 */

import { whyItFailed } from "../../shared/system_error.ts";
import { DataError } from "./data_error.ts";
import { makeFolderDurably } from "./durable_folder.ts";

/** The file that is locked, in the data folder. */
export const LOCK_FILE = "lock";

/** Holds a data folder until it is disposed. */
export class DataLock implements Disposable {
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /**
   * Makes the folder if it is missing, and takes it.
   *
   * @throws {DataError} when it cannot be written to, or is taken.
   */
  static take(folder: string): DataLock {
    const file = tryToLock(folder);
    if (file) return new DataLock(file);
    throw new DataError(
      `Cannot use the data folder "${folder}": another ktn server is using it; stop that one, or name another folder with --data`,
    );
  }

  /** Gives the folder back. */
  [Symbol.dispose](): void {
    // A process that is just being started has a copy of the file, and closing
    // ours would leave the lock with it.
    this.#file.unlockSync();
    this.#file.close();
  }
}

function tryToLock(folder: string): Deno.FsFile | undefined {
  try {
    makeFolderDurably(folder);
    const options = { create: true, write: true, mode: 0o600 };
    const file = Deno.openSync(`${folder}/${LOCK_FILE}`, options);
    if (file.tryLockSync(true)) return file;
    file.close();
    return undefined;
  } catch (error) {
    throw new DataError(
      `Cannot write to the data folder "${folder}": ${
        whyItFailed(error)
      }; name another with --data, or keep nothing with --data none`,
      { cause: error },
    );
  }
}
