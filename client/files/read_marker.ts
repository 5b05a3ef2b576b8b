/**
 * How far somebody has read, kept from one run to the next: one small file for
 * each server and name. It is this machine's alone, since the protocol has no
 * place for it yet. Knows nothing of connections and of what was read.
 *
 * @module
 */

import { replaceFile } from "./private_file.ts";

/** How far somebody has read in one log. */
export interface ReadPosition {
  /** Which log it is; in another one the position means nothing. */
  readonly log: string;
  readonly seq: number;
  /** When that was, in milliseconds since 1970. */
  readonly time: number;
}

const FORMAT = 1;

/** Keeps a position in a file; without one it keeps nothing. */
export class ReadPositionStore {
  readonly #path: string | undefined;

  /** Names the file; nothing is read or made yet. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** Returns what an earlier run kept; a damaged file counts as none. */
  load(): ReadPosition | undefined {
    if (this.#path === undefined) return undefined;
    try {
      const value: unknown = JSON.parse(Deno.readTextFileSync(this.#path));
      return isPosition(value) ? value : undefined;
    } catch {
      return undefined; // not there, not readable or damaged
    }
  }

  /**
   * Keeps a position. Losing one costs a line in the wrong place, so a disk
   * that is full is not worth a word.
   */
  save(position: ReadPosition): void {
    if (this.#path === undefined) return;
    try {
      replaceFile(this.#path, JSON.stringify({ format: FORMAT, ...position }));
    } catch {
      // a read-only home
    }
  }
}

function isPosition(value: unknown): value is ReadPosition {
  return typeof value === "object" && value !== null &&
    "format" in value && value.format === FORMAT &&
    "log" in value && typeof value.log === "string" &&
    "seq" in value && Number.isSafeInteger(value.seq) &&
    "time" in value && Number.isSafeInteger(value.time);
}
