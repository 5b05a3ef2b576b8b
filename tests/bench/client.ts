/**
 * One connection of a load generator: bytes to send, messages counted.
 * Knows nothing of the protocol and of the others.
 *
 * @module
 */

import type { FrameCounter } from "./frame_counter.ts";
import { close, connect, send } from "./libc.ts";

/** Most messages of one sender that are not acknowledged. */
export const MAX_ON_THE_WAY = 256;

/** One connection. */
export class Client {
  /** The socket. */
  readonly fd: number;
  /** Counts what arrives, from the start of the measurement. */
  readonly counter: FrameCounter;
  /** Whether the server has let it in. */
  isReady = false;
  /** Whether the server has closed the connection. */
  isCut = false;
  /** A line of the server that is not complete. */
  heard = "";
  /** Messages sent. */
  sent = 0;
  /** When the last ones were sent, which is all that can be on the way. */
  readonly #sentAt = new Float64Array(MAX_ON_THE_WAY);
  #out = new Uint8Array(256);
  #length = 0;

  /** Connects. */
  constructor(port: number, counter: FrameCounter, receiveBytes = 0) {
    this.fd = connect(port, receiveBytes);
    this.counter = counter;
  }

  /** Counts a message, and notes when it was sent. */
  note(time: number): void {
    this.#sentAt[this.sent++ % MAX_ON_THE_WAY] = time;
  }

  /** When a message was sent; the first is 0. */
  sentAt(index: number): number {
    return this.#sentAt[index % MAX_ON_THE_WAY] ?? NaN;
  }

  /** Whether something waits for room. */
  get isWaiting(): boolean {
    return this.#length > 0;
  }

  /** Adds bytes to those that are sent next. */
  push(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#out.length) this.#grow(length * 2);
    this.#out.set(bytes, this.#length);
    this.#length = length;
  }

  /** Sends what fits; what does not stays. */
  flush(): void {
    if (this.#length === 0) return;
    const sent = send(this.fd, this.#out.subarray(0, this.#length));
    if (sent <= 0) return;
    this.#out.copyWithin(0, sent, this.#length);
    this.#length -= sent;
  }

  /** Ends the connection that the server has ended. */
  cut(): void {
    if (this.isCut) return;
    this.isCut = true;
    this.#length = 0;
    close(this.fd);
  }

  #grow(size: number): void {
    const out = new Uint8Array(size);
    out.set(this.#out.subarray(0, this.#length));
    this.#out = out;
  }
}
