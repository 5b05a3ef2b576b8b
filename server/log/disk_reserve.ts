/**
 * Space on the disk that is kept for forgetting: on a full disk even that needs
 * room, for the write-ahead log.
 *
 * @module
 */

import { DataError } from "./data_error.ts";
import { SQLITE, sqliteCode } from "./database.ts";

/** Enough for a step of forgetting. */
const RESERVE_BYTES = 1024 * 1024;
/** Most that is asked of the system at once. */
const CHUNK_BYTES = 65_536;

/** A file that is there to be removed. */
export class DiskReserve {
  readonly #path: string;
  #isFilled: boolean;

  /** Takes over what a killed server left. */
  constructor(path: string) {
    this.#path = path;
    this.#isFilled = sizeOf(path) === RESERVE_BYTES;
  }

  /** Takes the space, if it is there; a disk that is nearly full has none. */
  fill(): void {
    if (this.#isFilled) return;
    try {
      using file = Deno.openSync(this.#path, {
        create: true,
        write: true,
        truncate: true,
        mode: 0o600,
      });
      // Nothing that a file system could leave out or make smaller.
      const chunk = crypto.getRandomValues(new Uint8Array(CHUNK_BYTES));
      for (let size = 0; size < RESERVE_BYTES;) size += file.writeSync(chunk);
      this.#isFilled = true;
    } catch {
      this.release();
    }
  }

  /** Gives the space back; returns whether there was any. */
  release(): boolean {
    const wasFilled = this.#isFilled;
    this.#isFilled = false;
    try {
      Deno.removeSync(this.#path);
    } catch {
      return false; // not there
    }
    return wasFilled;
  }
}

/** Does work; on a full disk again, with the reserve released. */
export function withReserve<T>(
  reserve: Pick<DiskReserve, "release"> | undefined,
  work: () => T,
): T {
  try {
    return work();
  } catch (error) {
    if (!isFull(error) || !reserve?.release()) throw error;
    return work();
  }
}

function isFull(error: unknown): boolean {
  const cause = error instanceof DataError ? error.cause : error;
  return sqliteCode(cause) === SQLITE.FULL;
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0; // not there
  }
}
