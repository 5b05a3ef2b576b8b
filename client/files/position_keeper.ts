/**
 * Keeps how far was read: seldom enough for a disk, and soon enough for who is
 * killed. Knows nothing of what was read and of files.
 *
 * @module
 */

import type { ReadPosition } from "./read_marker.ts";

/** Options for {@linkcode PositionKeeper}. */
export interface PositionKeeperOptions {
  /** Tells how far was read. */
  readonly position: () => ReadPosition | undefined;
  readonly save: (position: ReadPosition) => void;
}

/** Longest time that is lost when the program is killed, in milliseconds. */
const KEEP_MS = 2000;

/** Keeps a position that changes often. */
export class PositionKeeper {
  readonly #options: PositionKeeperOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keptSeq: number | undefined;

  /** Keeps nothing yet. */
  constructor(options: PositionKeeperOptions) {
    this.#options = options;
  }

  /** Keeps the position within a moment, if it is another one by then. */
  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const position = this.#options.position();
      if (position?.seq !== this.#keptSeq) this.#keep(position);
    }, KEEP_MS);
  }

  /** Keeps the position now, also when only time has passed. */
  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#keep(this.#options.position());
  }

  #keep(position: ReadPosition | undefined): void {
    if (!position) return;
    this.#keptSeq = position.seq;
    this.#options.save(position);
  }
}
