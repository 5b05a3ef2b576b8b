/**
 * How far somebody has read, kept from one run to the next: one small file for
 * each server and name. It is this machine's alone, for servers that keep no
 * such thing.
 *
 * @module
 */

import { BackgroundWriter } from "./background_writer.ts";
import { replaceFile } from "./private_file.ts";

/** How far somebody has read in one log. */
export interface ReadMarker {
  /** Which log it is; in another one the marker means nothing. */
  readonly log: string;
  readonly seq: number;
  /** When that was, in milliseconds since 1970. */
  readonly time: number;
}

const FORMAT = 1;
/** Longest time that is lost when the program is killed, in milliseconds. */
const SAVE_MS = 2000;

/** Keeps a marker in a file; without one it keeps nothing. */
export class ReadMarkerStore {
  readonly #path: string | undefined;

  /** Names the file; nothing is read or made yet. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** Returns what an earlier run kept; a damaged file counts as none. */
  load(): ReadMarker | undefined {
    if (this.#path === undefined) return undefined;
    try {
      const value: unknown = JSON.parse(Deno.readTextFileSync(this.#path));
      return isMarker(value) ? value : undefined;
    } catch {
      return undefined; // not there, not readable or damaged
    }
  }

  /**
   * Keeps a marker. Losing one costs a line in the wrong place, so a disk that
   * is full is not worth a word.
   */
  async save(marker: ReadMarker): Promise<void> {
    if (this.#path === undefined) return;
    const text = JSON.stringify({ format: FORMAT, ...marker });
    try {
      await replaceFile(this.#path, text);
    } catch {
      // a read-only home
    }
  }
}

/** Saves a marker that moves often: seldom enough for a disk. */
export class ReadMarkerSaver {
  readonly #current: () => ReadMarker | undefined;
  readonly #store: Pick<ReadMarkerStore, "save">;
  readonly #writer = new BackgroundWriter(() => this.#save());
  #saved: ReadMarker | undefined;

  /** Takes a function that returns how far was read; saves nothing yet. */
  constructor(
    store: Pick<ReadMarkerStore, "save">,
    current: () => ReadMarker | undefined,
  ) {
    this.#store = store;
    this.#current = current;
  }

  /** Saves the marker within a moment, if it is another one by then. */
  soon(): void {
    this.#writer.within(SAVE_MS);
  }

  /** Saves the marker now, also when only time has passed. */
  async flush(maxMs: number): Promise<boolean> {
    this.#saved = undefined;
    this.#writer.within(0);
    return await this.#writer.flush(maxMs);
  }

  async #save(): Promise<void> {
    const marker = this.#current();
    if (!marker || marker.seq === this.#saved?.seq) return;
    this.#saved = marker;
    await this.#store.save(marker);
  }
}

function isMarker(value: unknown): value is ReadMarker {
  return typeof value === "object" && value !== null &&
    "format" in value && value.format === FORMAT &&
    "log" in value && typeof value.log === "string" &&
    "seq" in value && Number.isSafeInteger(value.seq) &&
    "time" in value && Number.isSafeInteger(value.time);
}
