/**
 * Counts lines, and tells messages from other lines by one byte. Since the
 * shortest message is known, hardly any byte of it is looked at.
 * Knows nothing of the protocols.
 *
 * @module
 */

import type { FrameCounter } from "./frame_counter.ts";

const NEWLINE = 0x0a;

/** Options for {@linkcode LineCounter}. */
export interface LineCounterOptions {
  /** Where in a line the byte is that tells what it is; every line has it. */
  readonly kindAt: number;
  /** This byte there makes the line a message. */
  readonly kind: number;
  /** No message has fewer bytes, its line break included. */
  readonly shortest: number;
}

/** Counts the lines of one connection; a message may hold line breaks early. */
export class LineCounter implements FrameCounter {
  /** Messages that ended so far. */
  messages = 0;
  /** Other lines that ended so far. */
  others = 0;
  readonly #kindAt: number;
  readonly #kind: number;
  readonly #skipAfterKind: number;
  #state: "before kind" | "in message" | "in other" = "before kind";
  /** Bytes that need no look. */
  #skip: number;

  /** Makes a counter that begins at the beginning of a line. */
  constructor({ kindAt, kind, shortest }: LineCounterOptions) {
    this.#kindAt = this.#skip = kindAt;
    this.#kind = kind;
    this.#skipAfterKind = shortest - kindAt - 2;
  }

  /** Takes the next bytes. */
  take(bytes: Uint8Array, length: number): void {
    let at = 0;
    while (at + this.#skip < length) {
      at += this.#skip;
      this.#skip = 0;
      if (this.#state === "before kind") this.#tell(bytes[at++] ?? 0);
      else at = this.#endLine(bytes, at, length);
    }
    this.#skip -= length - at;
  }

  #tell(byte: number): void {
    const isMessage = byte === this.#kind;
    this.#state = isMessage ? "in message" : "in other";
    this.#skip = isMessage ? this.#skipAfterKind : 0;
  }

  #endLine(bytes: Uint8Array, at: number, length: number): number {
    while (at < length && bytes[at] !== NEWLINE) at++;
    if (at === length) return at;
    if (this.#state === "in message") this.messages++;
    else this.others++;
    this.#state = "before kind";
    this.#skip = this.#kindAt;
    return at + 1;
  }
}
