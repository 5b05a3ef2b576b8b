/**
 * Windows of the index of words: each has the entries of so many seqs, and says
 * for each word which of them have it. Places are written as two ASCII
 * characters each, in their order, so that more are added, and compared, as
 * texts.
 *
 * @module
 */

/** Seqs of a window; a multiple of what two characters can say. */
export const WINDOW = 4096;

/** Characters of a place. */
const WIDTH = 2;
const DIGITS = 64;
/** Printable, and in the order of their codes. */
const ZERO = 0x30;

/** Returns the number of the window that has a seq. */
export function windowOf(seq: number): number {
  return Math.floor(seq / WINDOW);
}

/** Returns the first seq of a window. */
export function startOf(window: number): number {
  return window * WINDOW;
}

/** Returns the place of a seq in its window. */
export function placeOf(seq: number): string {
  const offset = seq % WINDOW;
  return String.fromCharCode(
    ZERO + Math.floor(offset / DIGITS),
    ZERO + offset % DIGITS,
  );
}

/** Entries of one window that have all that was asked for so far. */
export class Candidates {
  readonly #start: number;
  readonly #counts = new Uint8Array(WINDOW);
  #asked = 0;

  /** All entries of a window are left. */
  constructor(window: number) {
    this.#start = startOf(window);
  }

  /** Of those left, only those at one of these places stay. */
  keep(lists: readonly string[]): void {
    const asked = this.#asked++;
    for (const places of lists) {
      for (let index = 0; index < places.length; index += WIDTH) {
        const offset = (places.charCodeAt(index) - ZERO) * DIGITS +
          places.charCodeAt(index + 1) - ZERO;
        if (this.#counts[offset] === asked) this.#counts[offset] = asked + 1;
      }
    }
  }

  /** Yields the seqs of those left, from the one before an edge down to `first`. */
  *seqs(edge: number, first: number): Generator<number> {
    for (let seq = edge - 1; seq >= first; seq--) {
      if (this.#counts[seq - this.#start] === this.#asked) yield seq;
    }
  }
}
