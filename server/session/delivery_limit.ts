/**
 * How much of what people say may be on its way to those who hear it. A message
 * to many costs its author little and the server much: taken as fast as they are
 * sent, messages of few authors fill all outboxes, and everybody else's come
 * behind them. So beyond the limit messages wait, and whoever has used the
 * server least lately goes first.
 *
 * @module
 */

import { WRITE_TURNS, type WriteTurns } from "../net/write_turns.ts";
import type { Share } from "../scheduling/share.ts";

/** What is written in about 5 ms. */
const MAX_UNDERWAY_BYTES = 8 * 1024 * 1024;

/** What a byte costs that is written, with a loaded machine. */
const MS_PER_BYTE = 5 / MAX_UNDERWAY_BYTES;

/** Of one message beside its text: author, room, number and time. */
const FRAME_BYTES = 100;

/** What the limit needs of an author's share. */
type AuthorShare = Pick<Share, "count" | "measure" | "usedMs">;

/** A message that waits, and whose it is. */
interface Waiting {
  readonly share: AuthorShare;
  readonly work: () => void;
}

/** Bytes of messages, once for each who hears them, that are not written yet. */
export class DeliveryLimit {
  readonly #turns: Pick<WriteTurns, "ask">;
  readonly #maxBytes: number;
  #bytes = 0;
  /** Settled in this turn, and shown when what happens now is over. */
  #settled = 0;
  /** At most one message of each client; none while there is room. */
  #waiting: Waiting[] = [];

  /** Nothing is on its way yet. */
  constructor(
    turns: Pick<WriteTurns, "ask"> = WRITE_TURNS,
    maxBytes: number = MAX_UNDERWAY_BYTES,
  ) {
    this.#turns = turns;
    this.#maxBytes = maxBytes;
  }

  /**
   * Does what adds a message, while there is room at once, else in its turn;
   * resolves then.
   */
  do(share: AuthorShare, work: () => void): void | Promise<void> {
    if (this.#hasRoom) return work();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const attempt = () => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    };
    this.#waiting.push({ share, work: attempt });
    return promise;
  }

  /**
   * Adds a message that so many hear, at the cost of its author; returns what it
   * counts until {@linkcode DeliveryLimit.settled}.
   */
  add(share: AuthorShare, text: string, listeners: number): number {
    const bytes = (text.length + FRAME_BYTES) * listeners;
    this.#bytes += bytes;
    share.count(bytes * MS_PER_BYTE);
    return bytes;
  }

  /** It is shown in this turn, or to nobody; it counts until it is written. */
  settled(bytes: number): void {
    if (this.#settled === 0) queueMicrotask(() => this.#awaitWrites());
    this.#settled += bytes;
  }

  get #hasRoom(): boolean {
    return this.#bytes < this.#maxBytes;
  }

  /** Comes behind all who have something of it to write. */
  #awaitWrites(): void {
    const bytes = this.#settled;
    this.#settled = 0;
    this.#turns.ask({ takeTurn: () => this.#written(bytes) });
  }

  #written(bytes: number): void {
    this.#bytes -= bytes;
    if (this.#waiting.length > 0 && this.#hasRoom) this.#takeWaiting();
  }

  #takeWaiting(): void {
    const order = this.#waiting
      .map((one) => ({ ...one, usedMs: one.share.usedMs }))
      .sort((a, b) => a.usedMs - b.usedMs);
    let taken = 0;
    while (this.#hasRoom && taken < order.length) {
      const one = order[taken++];
      one?.share.measure(one.work);
    }
    this.#waiting = order.slice(taken);
  }
}
