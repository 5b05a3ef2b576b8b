/**
 * The header of a write-ahead log. While it is blank nothing in the file counts,
 * so the file can be begun anew in its place: pages from before, which are whole
 * and old, do not come back after a crash.
 *
 * @module
 */

import { writeAllSync } from "../../shared/bytes.ts";

/** Bytes before the first page. */
const HEADER_BYTES = 32;

/** The header of one file. */
export class WalHeader {
  readonly #file: Deno.FsFile;
  /** The header that was made blank, and how many pages there were. */
  #blanked: { readonly bytes: Uint8Array; readonly frames: number } | undefined;

  /** Takes a handle that nobody else moves the position of. */
  constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /**
   * Makes it blank, when all is in the database and nobody reads here: then
   * SQLite begins at the beginning when it writes next, with a header of its own.
   *
   * @param frames How many pages are in the file.
   */
  blank(frames: number): void {
    const bytes = this.#read();
    this.#write(new Uint8Array(HEADER_BYTES));
    this.#blanked = { bytes, frames };
  }

  /**
   * Takes a commit before it is synced. Should SQLite have gone on behind the
   * old pages all the same, they have to count again.
   *
   * @param frames Returns how many pages are in the file that count.
   */
  committed(frames: () => number): void {
    if (!this.#blanked || frames() === this.#blanked.frames) return;
    const { bytes } = this.#blanked;
    this.#blanked = undefined;
    const isBlank = this.#read().every((byte) => byte === 0);
    if (isBlank) this.#write(bytes);
  }

  #read(): Uint8Array {
    const bytes = new Uint8Array(HEADER_BYTES);
    this.#file.seekSync(0, Deno.SeekMode.Start);
    this.#file.readSync(bytes);
    return bytes;
  }

  #write(bytes: Uint8Array): void {
    this.#file.seekSync(0, Deno.SeekMode.Start);
    writeAllSync(this.#file, bytes);
  }
}
