/**
 * Where one object, list or string ends: a scan of each byte once, over any
 * cuts. It finds the two mistakes after which nothing behind them could be
 * right, and tells a value that is nested too deep to be worth reading.
 *
 * @module
 */

import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  isOpening,
  isSpace,
  mayOpen,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
} from "./json_bytes.ts";
import { NOT_JSON } from "./frame.ts";
import { MAX_DEPTH } from "./nesting.ts";

/** How far a value is: over at its last byte, or at one that cannot stand. */
export type ScanState = "open" | "whole" | "wrong";

/** Scans one value at a time. */
export class ValueScan {
  #state: ScanState = "open";
  #inString = false;
  #escaped = false;
  #depth = 0;
  /** The last byte that was neither white space nor inside a string. */
  #significant = 0;
  #isDeep = false;
  #mistake = NOT_JSON;

  /** How far the value is. */
  get state(): ScanState {
    return this.#state;
  }

  /** Whether it is nested deeper than a value may be. */
  get isDeep(): boolean {
    return this.#isDeep;
  }

  /** What people read of what is wrong. */
  get mistake(): string {
    return this.#mistake;
  }

  /** Begins a value. */
  begin(): void {
    this.#state = "open";
    this.#inString = false;
    this.#escaped = false;
    this.#depth = 0;
    this.#significant = COLON; // as if after a colon: any value may follow
    this.#isDeep = false;
  }

  /**
   * Scans on while the value is open.
   *
   * @returns The first byte behind the value, the byte that is wrong, or the
   * end of the chunk.
   */
  scan(chunk: Uint8Array, at: number): number {
    while (at < chunk.length && this.#state === "open") {
      at = this.#inString
        ? this.#scanString(chunk, at)
        : this.#scanStructure(chunk, at);
    }
    return at;
  }

  #scanString(chunk: Uint8Array, at: number): number {
    for (; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte < SPACE) {
        return this.#wrong(at, "Cannot read a string with a line break");
      }
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        if (this.#depth === 0) this.#state = "whole";
        return at + 1;
      }
    }
    return at;
  }

  #scanStructure(chunk: Uint8Array, at: number): number {
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (isSpace(byte)) continue;
      if (isOpening(byte) && !mayOpen(byte, this.#significant)) {
        return this.#wrong(at, NOT_JSON);
      }
      this.#significant = byte ?? 0;
      if (byte === QUOTE) {
        this.#inString = true;
        return at + 1;
      }
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (++this.#depth > MAX_DEPTH) this.#isDeep = true;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (--this.#depth === 0) {
          this.#state = "whole";
          return at + 1;
        }
      }
    }
    return at;
  }

  #wrong(at: number, mistake: string): number {
    this.#state = "wrong";
    this.#mistake = mistake;
    return at;
  }
}
