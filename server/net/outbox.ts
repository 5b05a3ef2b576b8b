/**
 * The bytes that wait for one peer, and the one writer that sends them.
 *
 * 1. Never blocks the caller, and never reorders.
 * 2. One write at a time: two at once would interleave (pitfall P1).
 * 3. A write may be partial; the rest goes out before anything else.
 * 4. What is shared is not copied; only several small pieces are joined.
 * 5. Writes in turn with all other outboxes.
 *
 * @module
 */

import { joinBytes } from "../../shared/bytes.ts";
import type { Writer } from "./byte_stream.ts";
import { type TurnTaker, WRITE_TURNS, type WriteTurns } from "./write_turns.ts";

/** Who listens to an outbox. */
export interface OutboxOwner {
  /** Something got out; {@linkcode Outbox.bytes} tells what still waits. */
  progressed(): void;
  /** A write failed, and the outbox is empty: the peer is gone. */
  lost(error: unknown): void;
}

/**
 * Pieces are joined up to so many bytes; larger ones go out as they are. A copy
 * is each reader's own.
 */
const MAX_JOINED_BYTES = 32 * 1024;

/** Bytes on their way to one peer. */
export class Outbox implements TurnTaker {
  readonly #writer: Writer;
  readonly #owner: OutboxOwner;
  readonly #turns: WriteTurns;
  #queue: Uint8Array[] = [];
  /** What is being written, or is to be written before the queue. */
  #piece: Uint8Array | undefined;
  /** From the moment it asks for a turn until all is written. */
  #isBusy = false;
  #bytes = 0;

  /** Makes an empty outbox. */
  constructor(writer: Writer, owner: OutboxOwner, turns = WRITE_TURNS) {
    this.#writer = writer;
    this.#owner = owner;
    this.#turns = turns;
  }

  /** How many bytes wait, those under way included. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds bytes behind all others; they must not change afterwards. */
  push(piece: Uint8Array): void {
    this.#bytes += piece.length;
    this.#queue.push(piece);
    if (!this.#isBusy) this.#ask();
  }

  /** Forgets everything; nothing is written any more. */
  clear(): void {
    this.#queue = [];
    this.#piece = undefined;
    this.#bytes = 0;
  }

  /** Writes what waits, as much as makes one good write. */
  takeTurn(): void {
    const piece = this.#piece ??= this.#takeJoined();
    if (piece) this.#writer.write(piece).then(this.#wrote, this.#lost);
    else this.#isBusy = false;
  }

  #ask(): void {
    this.#isBusy = true;
    this.#turns.ask(this);
  }

  // Two bound callbacks instead of an async function: a third less time per
  // message at 1,000 readers (design.md, "Speed").
  readonly #wrote = (count: number): void => {
    this.#bytes = Math.max(0, this.#bytes - count);
    const isPartial = this.#piece && this.#piece.length > count;
    this.#piece = isPartial ? this.#piece?.subarray(count) : undefined;
    if (this.#piece || this.#queue.length > 0) this.#ask();
    else this.#isBusy = false;
    this.#owner.progressed();
  };

  readonly #lost = (error: unknown): void => {
    this.#isBusy = false;
    this.clear();
    this.#owner.lost(error);
  };

  /** Takes as many pieces as make one good write; none of an empty queue. */
  #takeJoined(): Uint8Array | undefined {
    if (this.#queue.length <= 1) {
      const [piece] = this.#queue;
      this.#queue.length = 0; // unlike `pop()`, it keeps no memory
      return piece;
    }
    let count = 0;
    let length = 0;
    for (const piece of this.#queue) {
      if (count > 0 && length + piece.length > MAX_JOINED_BYTES) break;
      length += piece.length;
      count++;
    }
    return joinBytes(this.#queue.splice(0, count));
  }
}
