/**
 * The bytes that wait for one peer, and the one writer that sends them.
 * Knows nothing of what the bytes say.
 *
 * 1. Never blocks the caller, and never reorders.
 * 2. One write at a time: two at once would interleave (pitfall P1).
 * 3. A write may be partial; the rest goes out before anything else.
 * 4. What is shared is not copied; only several small pieces are joined.
 *
 * @module
 */

/** Writes some of the bytes and says how many. */
export type Write = (bytes: Uint8Array) => Promise<number>;

/** Options for {@linkcode Outbox}. */
export interface OutboxOptions {
  /** The peer's socket. */
  readonly write: Write;
  /** Called after each write, with what is still waiting in {@linkcode Outbox.bytes}. */
  readonly onProgress: () => void;
  /** Called once, when a write failed: the peer is gone. */
  readonly onLost: (error: unknown) => void;
}

/** Pieces are joined up to so many bytes; larger ones go out as they are. */
const MAX_JOINED_BYTES = 128 * 1024;

/** Bytes on their way to one peer. */
export class Outbox {
  readonly #write: Write;
  readonly #onProgress: () => void;
  readonly #onLost: (error: unknown) => void;
  #queue: Uint8Array[] = [];
  #writing: Uint8Array | undefined;
  #bytes = 0;

  /** Makes an empty outbox. */
  constructor({ write, onProgress, onLost }: OutboxOptions) {
    this.#write = write;
    this.#onProgress = onProgress;
    this.#onLost = onLost;
  }

  /** How many bytes wait, those under way included. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds bytes behind all others; they must not change afterwards. */
  push(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#writing) this.#queue.push(piece);
    else this.#send(piece);
  }

  /** Forgets everything; nothing is written any more. */
  clear(): void {
    this.#queue = [];
    this.#bytes = 0;
  }

  #send(piece: Uint8Array): void {
    this.#writing = piece;
    this.#write(piece).then(this.#wrote, this.#lost);
  }

  // Two bound callbacks instead of an async function: a third less time per
  // message at 1,000 readers (design.md, "Speed").
  readonly #wrote = (count: number): void => {
    const piece = this.#writing;
    this.#bytes = Math.max(0, this.#bytes - count);
    if (piece && piece.length > count) this.#send(piece.subarray(count));
    else this.#sendNext();
    this.#onProgress();
  };

  readonly #lost = (error: unknown): void => {
    this.#writing = undefined;
    this.clear();
    this.#onLost(error);
  };

  #sendNext(): void {
    this.#writing = undefined;
    if (this.#queue.length > 0) this.#send(this.#takeJoined());
  }

  /** Takes as many pieces as make one good write, at least one. */
  #takeJoined(): Uint8Array {
    let count = 0;
    let length = 0;
    for (const piece of this.#queue) {
      if (count > 0 && length + piece.length > MAX_JOINED_BYTES) break;
      length += piece.length;
      count++;
    }
    const pieces = this.#queue.splice(0, count);
    const [only] = pieces;
    return pieces.length === 1 && only ? only : join(pieces, length);
  }
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
