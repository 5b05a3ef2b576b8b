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
/** Longest note. */
const MAX_NOTE_BYTES = 256;

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

  /** Returns what was noted in the lock file; nothing when nothing was. */
  readNote(): string {
    const bytes = new Uint8Array(MAX_NOTE_BYTES);
    this.#file.seekSync(0, Deno.SeekMode.Start);
    const length = this.#file.readSync(bytes) ?? 0;
    return new TextDecoder().decode(bytes.subarray(0, length));
  }

  /**
   * Notes something in the lock file, on disk when it returns. A disk that is
   * full may leave no note.
   */
  writeNote(note: string): void {
    try {
      this.#file.truncateSync();
      this.#file.seekSync(0, Deno.SeekMode.Start);
      this.#file.writeSync(new TextEncoder().encode(`${note}\n`));
      this.#file.syncDataSync();
    } catch {
      // What has no note is looked at less closely.
    }
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
    const options = { create: true, read: true, write: true, mode: 0o600 };
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
