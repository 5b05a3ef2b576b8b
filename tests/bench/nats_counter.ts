/**
 * Counts what a NATS server sends: messages of the room, and acknowledgements
 * of a stream. Knows nothing of sockets.
 *
 * @module
 */

import type { FrameCounter } from "./frame_counter.ts";

const NEWLINE = 0x0a;
const SPACE = 0x20;
const ZERO = 0x30;
/** `MSG` begins like this, and nothing else does. */
const MESSAGE = "M".charCodeAt(0);
/** Where the subject of a message begins; `room` is nobody's inbox. */
const SUBJECT_AT = "MSG ".length;
const ROOM = "r".charCodeAt(0);
/** Of `{"stream":...` and `{"error":...` the byte that differs. */
const RESULT_AT = '{"'.length;
const STORED = "s".charCodeAt(0);

/** Counts the messages of one connection, wherever the bytes are cut. */
export class NatsCounter implements FrameCounter {
  /** Messages of the room that ended so far. */
  messages = 0;
  /** Acknowledgements that ended so far: what a stream refused is none. */
  others = 0;
  /** Where in its line, or in its payload, the next byte is. */
  #at = 0;
  #isMessage = false;
  #isRoom = false;
  #isStored = false;
  /** The last number of a line: the bytes of the payload. */
  #number = 0;
  /** Bytes of the payload and its line break that are missing; 0 in a line. */
  #left = 0;

  /** Takes the next bytes. */
  take(bytes: Uint8Array, length: number): void {
    for (let at = 0; at < length;) {
      if (this.#left > 0) at += this.#skip(bytes, at, length - at);
      else this.#read(bytes[at++] ?? 0);
    }
  }

  #read(byte: number): void {
    if (byte === NEWLINE) return this.#endLine();
    if (this.#at === 0) this.#isMessage = byte === MESSAGE;
    if (this.#at === SUBJECT_AT) this.#isRoom = byte === ROOM;
    if (byte === SPACE) this.#number = 0;
    else if (byte >= ZERO) this.#number = this.#number * 10 + byte - ZERO;
    this.#at++;
  }

  #endLine(): void {
    if (this.#isMessage) this.#left = this.#number + "\r\n".length;
    this.#at = 0;
  }

  #skip(bytes: Uint8Array, at: number, available: number): number {
    const step = Math.min(this.#left, available);
    const result = RESULT_AT - this.#at;
    if (result >= 0 && result < step) {
      this.#isStored = bytes[at + result] === STORED;
    }
    this.#at += step;
    this.#left -= step;
    if (this.#left === 0) this.#endPayload();
    return step;
  }

  #endPayload(): void {
    this.#at = 0;
    if (this.#isRoom) this.messages++;
    else if (this.#isStored) this.others++;
  }
}
