/**
 * Bytes in, JSON values or faults out: where one payload ends and the next
 * begins.
 *
 * Lines of one value each are read in one go. All other bytes are scanned
 * once, each state by a loop of its own; whatever the scanner does not find
 * wrong, `JSON.parse` does.
 *
 * @module
 */

import { ChatError } from "./errors.ts";
import { fault, type Frame, NOT_JSON, readFrame } from "./frame.ts";
import { isMethod, MAX_METHOD_BYTES, mayBecomeMethod } from "./http_method.ts";
import {
  isOpening,
  isSpace,
  NEWLINE,
  OPEN_OBJECT,
  SPACE,
} from "./json_bytes.ts";
import { readLineValues } from "./line_values.ts";
import { TOO_DEEP } from "./nesting.ts";
import { ValueBytes } from "./value_bytes.ts";
import { ValueScan } from "./value_scan.ts";

/** Longest value a server takes, in bytes, the newline not counted. */
export const MAX_VALUE_BYTES = 65_536;

/** Options for {@linkcode Framer}. */
export interface FramerOptions {
  /**
   * Longest value, in bytes; a longer one is `too_long` and fatal.
   *
   * @default {MAX_VALUE_BYTES}
   */
  readonly maxBytes?: number;
}

type State = "between" | "word" | "nested" | "skip" | "closed";

/** First bytes of a number, `true`, `false` or `null`. */
const WORD_START = /^[-0-9tfn]/;
const NOTHING = new Uint8Array(0);
const NONE: Frame[] = [];

/** Cuts a stream of bytes into JSON values; the cuts of TCP change nothing. */
export class Framer {
  readonly #maxBytes: number;
  #state: State = "between";
  /** What the chunk under way holds; not kept, for texts hold the whole chunk. */
  #frames = NONE;
  /** The value under way. */
  readonly #bytes = new ValueBytes();
  /** Whether the word under way starts as JSON words do. */
  #isJsonWord = false;
  /** The end of an object, a list or a string under way. */
  readonly #scan = new ValueScan();
  #skipped = 0;
  #begun = 0;
  #faults = 0;
  #lines = false;
  /** Whether the rest of the chunk is scanned. */
  #isStuck = false;

  /** Makes a framer for one direction of one connection. */
  constructor({ maxBytes = MAX_VALUE_BYTES }: FramerOptions = {}) {
    this.#maxBytes = maxBytes;
  }

  /** Whether a newline outside a value was seen: the peer speaks in lines. */
  get lines(): boolean {
    return this.#lines;
  }

  /** Whether a value has begun and is not complete. */
  get inValue(): boolean {
    return this.#state === "word" || this.#state === "nested";
  }

  /** How many bytes it holds of a value that is not complete. */
  get heldBytes(): number {
    return this.inValue ? this.#bytes.heldLength : 0;
  }

  /** How many values have begun; tells a new unfinished value from an old. */
  get begun(): number {
    return this.#begun;
  }

  /** Takes the next bytes; they may be reused by the caller afterwards. */
  push(chunk: Uint8Array): readonly Frame[] {
    this.#frames = [];
    this.#bytes.nextChunk();
    this.#isStuck = !this.#lines;
    for (let at = 0; at < chunk.length;) at = this.#step(chunk, at);
    if (this.inValue) this.#hold(chunk);
    if (this.#skipped > this.#maxBytes) this.#tooLong();
    return this.#takeFrames();
  }

  /** Takes the end of the stream: what is unfinished is a value or a fault. */
  end(): readonly Frame[] {
    this.#frames = [];
    this.#bytes.nextChunk();
    if (this.#state === "word") this.#finish(NOTHING, 0);
    else if (this.inValue) {
      this.#skipAfter(fault("bad_json", "Cannot read half a value"));
    }
    this.#close();
    return this.#takeFrames();
  }

  #takeFrames(): readonly Frame[] {
    const frames = this.#frames;
    this.#frames = NONE;
    return frames;
  }

  #step(chunk: Uint8Array, at: number): number {
    switch (this.#state) {
      case "between":
        return this.#scanBetween(chunk, at);
      case "word":
        return this.#scanWord(chunk, at);
      case "nested":
        return this.#scanNested(chunk, at);
      case "skip":
        return this.#scanSkip(chunk, at);
      case "closed":
        return chunk.length;
    }
  }

  #scanBetween(chunk: Uint8Array, at: number): number {
    if (chunk[at] === NEWLINE) this.#lines = true;
    if (isSpace(chunk[at])) return at + 1;
    if (!this.#isStuck) at = this.#readLines(chunk, at);
    if (at < chunk.length && !isSpace(chunk[at])) this.#begin(chunk, at);
    return at;
  }

  /** Tried until it meets a line that is no value: never twice on one byte. */
  #readLines(chunk: Uint8Array, at: number): number {
    const { frames, end, isStuck } = readLineValues(chunk, at, this.#maxBytes);
    this.#isStuck = isStuck || end === at;
    this.#begun += frames.length;
    this.#frames.push(...frames);
    return end;
  }

  #begin(chunk: Uint8Array, at: number): void {
    const byte = chunk[at] ?? 0;
    this.#begun++;
    this.#bytes.begin(at);
    this.#scan.begin();
    this.#isJsonWord = WORD_START.test(String.fromCharCode(byte));
    this.#state = isOpening(byte) ? "nested" : "word";
  }

  #scanWord(chunk: Uint8Array, at: number): number {
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (isSpace(byte) || isOpening(byte)) return this.#endWord(chunk, at);
      if (!this.#isJsonWord && !this.#mayBeHttp(chunk, at + 1)) {
        return this.#faultAt(at, NOT_JSON);
      }
    }
    return at;
  }

  #endWord(chunk: Uint8Array, at: number): number {
    if (chunk[at] === SPACE && this.#isHttp(chunk, at)) {
      this.#frames.push({ kind: "http" });
      this.#close();
    } else this.#finish(chunk, at);
    return at;
  }

  #isHttp(chunk: Uint8Array, end: number): boolean {
    const word = this.#firstWord(chunk, end);
    return word !== undefined && isMethod(word);
  }

  /** Whether the first bytes of all are, so far, those of an HTTP request. */
  #mayBeHttp(chunk: Uint8Array, end: number): boolean {
    const word = this.#firstWord(chunk, end);
    return word !== undefined && mayBecomeMethod(word);
  }

  #firstWord(chunk: Uint8Array, end: number): Uint8Array | undefined {
    const isFirst = this.#begun === 1 && this.#faults === 0;
    const isShort = this.#bytes.length(end) <= MAX_METHOD_BYTES;
    return isFirst && isShort ? this.#bytes.upTo(chunk, end) : undefined;
  }

  #scanNested(chunk: Uint8Array, at: number): number {
    const end = this.#scan.scan(chunk, at);
    if (this.#scan.state === "wrong") {
      return this.#faultAt(end, this.#scan.mistake);
    }
    if (this.#scan.state === "whole") this.#finish(chunk, end);
    return end;
  }

  #scanSkip(chunk: Uint8Array, at: number): number {
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === NEWLINE || (byte === OPEN_OBJECT && !this.#lines)) break;
      this.#skipped++;
    }
    if (at === chunk.length) return at;
    if (this.#skipped > this.#maxBytes) this.#tooLong();
    else this.#state = "between";
    this.#skipped = 0;
    return at;
  }

  /** Ends the value under way before `end` and reads it. */
  #finish(chunk: Uint8Array, end: number): void {
    if (this.#bytes.length(end) > this.#maxBytes) return this.#tooLong();
    const frame = this.#scan.isDeep
      ? fault("bad_json", TOO_DEEP)
      : readFrame(this.#bytes.upTo(chunk, end));
    this.#bytes.end();
    if (frame.kind !== "value") return this.#skipAfter(frame);
    this.#frames.push(frame);
    this.#state = "between";
  }

  /** Reports a fault of the value under way; then skips to where to go on. */
  #skipAfter(frame: Frame): void {
    this.#frames.push(frame);
    this.#faults++;
    this.#skipped = 0;
    this.#state = "skip";
  }

  /** Reports a fault found before `at`, in a value that may be too long. */
  #faultAt(at: number, message: string): number {
    if (this.#bytes.length(at) > this.#maxBytes) this.#tooLong();
    else this.#skipAfter(fault("bad_json", message));
    return at;
  }

  #tooLong(): void {
    const message = `Cannot take a value above ${this.#maxBytes} bytes`;
    const error = new ChatError("too_long", message);
    this.#frames.push({ kind: "fatal", error });
    this.#close();
  }

  #close(): void {
    this.#bytes.clear();
    this.#skipped = 0;
    this.#state = "closed";
  }

  #hold(chunk: Uint8Array): void {
    if (this.#bytes.length(chunk.length) > this.#maxBytes) this.#tooLong();
    else this.#bytes.hold(chunk);
  }
}
