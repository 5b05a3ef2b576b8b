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

/** Writes some of the bytes and says how many; a `Deno.TcpConn` is one. */
export interface Writer {
  /** Writes to the peer's socket. */
  write(bytes: Uint8Array): Promise<number>;
}

/** Who listens to an outbox. */
export interface OutboxOwner {
  /** Something got out; {@linkcode Outbox.bytes} tells what still waits. */
  progressed(): void;
  /** A write failed, and the outbox is empty: the peer is gone. */
  lost(error: unknown): void;
}

/** Pieces are joined up to so many bytes; larger ones go out as they are. */
const MAX_JOINED_BYTES = 128 * 1024;

/** Bytes on their way to one peer. */
export class Outbox {
  readonly #writer: Writer;
  readonly #owner: OutboxOwner;
  #queue: Uint8Array[] = [];
  #writing: Uint8Array | undefined;
  #bytes = 0;

  /** Makes an empty outbox. */
  constructor(writer: Writer, owner: OutboxOwner) {
    this.#writer = writer;
    this.#owner = owner;
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
    this.#writer.write(piece).then(this.#wrote, this.#lost);
  }

  // Two bound callbacks instead of an async function: a third less time per
  // message at 1,000 readers (design.md, "Speed").
  readonly #wrote = (count: number): void => {
    const piece = this.#writing;
    this.#bytes = Math.max(0, this.#bytes - count);
    if (piece && piece.length > count) this.#send(piece.subarray(count));
    else this.#sendNext();
    this.#owner.progressed();
  };

  readonly #lost = (error: unknown): void => {
    this.#writing = undefined;
    this.clear();
    this.#owner.lost(error);
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
