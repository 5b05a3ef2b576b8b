/**
 * Lines that somebody types on a terminal where others' lines are only ever
 * added: what comes meanwhile waits until the line being typed is sent or
 * empty, but not for ever.
 *
 * @module
 */

import { type Key, KeyReader } from "../editing/keys.ts";
import type { Charset } from "../view/charset.ts";
import type { InputLine } from "./line_reader.ts";
import type { Output } from "./output.ts";
import { echoOf, pressIn, shownLine, type Typed } from "./typed_line.ts";

/** Where whole lines go. */
export type LineSink = Pick<Output, "lines">;

/** Options for {@linkcode TypedLines}. */
export interface TypedLinesOptions {
  /** What the keyboard sends. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Where the line being typed is shown. */
  readonly echo: Output;
  readonly charset: Charset;
  /** In which the terminal sends keys; UTF-8 if not said. */
  readonly encoding?: string;
  /** How wide the terminal is. */
  readonly columns: () => number;
  /** Written once, before the first lines that had to wait. */
  readonly hint: readonly string[];
  /**
   * Longest time that lines wait behind the last key, in milliseconds.
   *
   * @default {HOLD_MS}
   */
  readonly holdMs?: number;
}

/** Most lines that wait; with one more all are shown. */
export const MAX_HELD_LINES = 200;
/** Lines wait no longer for somebody who types nothing, in milliseconds. */
export const HOLD_MS = 30_000;
/** Most lines that are entered before the chat takes them. */
const MAX_ENTERED = 100;
const BELL = "\x07";
const RETURN = 0x0d;
const NEWLINE = 0x0a;

/** Takes keys, yields lines, and lets others write between them. */
export class TypedLines implements Disposable {
  readonly #options: TypedLinesOptions;
  readonly #keys: KeyReader;
  /** What waits, in order. */
  readonly #held: (() => void)[] = [];
  #heldLines = 0;
  /** What was entered and nobody took yet. */
  readonly #entered: InputLine[] = [];
  #number = 0;
  #text = "";
  #prompt = "";
  #hasHinted = false;
  #isOver = false;
  #changed = Promise.withResolvers<void>();
  #escapeTimer: ReturnType<typeof setTimeout> | undefined;
  #holdTimer: ReturnType<typeof setTimeout> | undefined;

  /** Takes the keyboard, and begins to read it. */
  constructor(options: TypedLinesOptions) {
    this.#options = options;
    this.#keys = new KeyReader(options.encoding);
    void this.#read();
  }

  /** Returns what writes lines to an output, though perhaps not at once. */
  sink(output: LineSink): LineSink {
    return { lines: (lines) => this.#write(output, lines) };
  }

  /** Asks for something before the line being typed. */
  ask(prompt: string): void {
    this.#prompt = prompt;
    this.#options.echo.write(prompt);
  }

  /** Yields each line that is entered, until the keyboard is gone. */
  async *lines(): AsyncGenerator<InputLine, void> {
    for (;;) {
      const line = this.#entered.shift();
      if (line) {
        this.#change();
        yield line;
      } else if (this.#isOver) return;
      else await this.#changed.promise;
    }
  }

  /** Shows what waits, and then the line again. */
  show(): void {
    if (!this.#isTyping) return;
    this.#options.echo.write("\n");
    this.#release();
    this.#options.echo.write(this.#prompt + this.#shown);
  }

  /** Shows what waits; nothing waits any more. */
  [Symbol.dispose](): void {
    clearTimeout(this.#escapeTimer);
    if (this.#isTyping) this.#options.echo.write("\n");
    this.#text = "";
    this.#prompt = "";
    this.#release();
    this.#end();
  }

  get #isTyping(): boolean {
    return this.#text !== "" || this.#prompt !== "";
  }

  get #shown(): string {
    return shownLine(this.#text, this.#options.charset);
  }

  async #read(): Promise<void> {
    for await (const bytes of this.#options.bytes) {
      this.#type(bytes);
      while (this.#entered.length >= MAX_ENTERED) await this.#changed.promise;
      if (this.#isOver) return;
    }
    this.#end();
  }

  #type(bytes: Uint8Array): void {
    clearTimeout(this.#escapeTimer);
    for (const piece of linesIn(bytes)) {
      this.#pressAll(this.#keys.push(piece, performance.now()));
    }
    if (!this.#keys.isWaiting || this.#isOver) return;
    this.#escapeTimer = setTimeout(
      () => this.#pressAll(this.#keys.flush()),
      this.#keys.waitMs,
    );
  }

  #pressAll(keys: readonly Key[]): void {
    for (const key of keys) {
      if (this.#isOver) return;
      this.#take(pressIn(this.#text, key));
    }
    if (this.#held.length > 0) this.#hold();
  }

  #take(typed: Typed): void {
    if (typed.kind === "edited") this.#edit(typed.text, typed.isFull);
    if (typed.kind === "entered") this.#enter();
    if (typed.kind === "show") this.show();
    if (typed.kind === "ended") this.#end();
  }

  #edit(text: string, isFull: boolean): void {
    const { charset, columns, echo } = this.#options;
    const before = this.#prompt + this.#shown;
    this.#text = text;
    const after = this.#prompt + shownLine(text, charset);
    const written = echoOf(before, after, Math.max(1, columns()));
    echo.write((written ?? `\n${after}`) + (isFull ? BELL : ""));
    if (!this.#isTyping) this.#release();
  }

  #enter(): void {
    const line = { number: ++this.#number, text: this.#text };
    this.#text = "";
    this.#prompt = "";
    this.#options.echo.write("\n");
    this.#release();
    this.#entered.push(line);
    this.#change();
  }

  #write(output: LineSink, lines: readonly string[]): void {
    if (!this.#isTyping) return output.lines(lines);
    if (lines.length === 0) return;
    this.#held.push(() => output.lines(lines));
    this.#heldLines += lines.length;
    if (this.#heldLines > MAX_HELD_LINES) this.show();
    else if (this.#held.length === 1) this.#hold();
  }

  /** Lines wait for so long from here on. */
  #hold(): void {
    clearTimeout(this.#holdTimer);
    const { holdMs = HOLD_MS } = this.#options;
    this.#holdTimer = setTimeout(() => this.show(), holdMs);
  }

  #release(): void {
    clearTimeout(this.#holdTimer);
    const { echo, hint } = this.#options;
    if (this.#held.length > 0 && !this.#hasHinted) echo.lines(hint);
    this.#hasHinted ||= this.#held.length > 0;
    this.#heldLines = 0;
    for (const write of this.#held.splice(0)) write();
  }

  #end(): void {
    this.#isOver = true;
    this.#change();
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

/**
 * Cuts bytes behind each line break: here several lines at once are lines, as
 * wherever the terminal itself reads them, and not a paste.
 */
function* linesIn(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== RETURN && bytes[at] !== NEWLINE) continue;
    yield bytes.subarray(start, at + 1);
    start = at + 1;
  }
  yield bytes.subarray(start);
}
