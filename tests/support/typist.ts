/**
 * Somebody typing into a line input, with a clock that stands still until it is
 * moved.
 *
 * @module
 */

import type { Vocabulary } from "../../client/editing/completion.ts";
import type { Action } from "../../client/editing/key_bindings.ts";
import { KeyReader } from "../../client/editing/keys.ts";
import { readSubmission } from "../../client/editing/send_guard.ts";
import { LineInput } from "../../client/editing/line_input.ts";

/** What a test may want otherwise. */
export interface TypistOptions {
  /** Lines that were entered before. */
  readonly earlier?: readonly string[];
  readonly vocabulary?: Partial<Vocabulary>;
  /** Of the keyboard. */
  readonly encoding?: string;
  /** What is done by others than the input. */
  readonly actions?: readonly Action[];
}

/** Somebody typing. */
export class Typist {
  readonly input: LineInput;
  /** Lines that were handed over. */
  readonly sent: string[] = [];
  /** How often a line was read and checked. */
  reads = 0;
  /** Lines that may be remembered. */
  readonly kept: string[] = [];
  /** What became of lines, in order. */
  readonly order: ("sent" | "kept")[] = [];
  /** What was said to be wrong. */
  readonly warnings: string[] = [];
  /** What was left to others, and by which key. */
  readonly acted: string[] = [];
  readonly #reader: KeyReader;
  hasLeft = false;
  now = 0;

  /** Begins with an empty line. */
  constructor(
    { earlier = [], vocabulary, actions, encoding }: TypistOptions = {},
  ) {
    this.#reader = new KeyReader(encoding);
    this.input = new LineInput({
      handler: {
        read: (line) => {
          this.reads++;
          return readSubmission(line);
        },
        submit: ({ line }) => {
          this.sent.push(line);
          this.order.push("sent");
        },
        warn: (text) => void this.warnings.push(text),
        quit: () => void (this.hasLeft = true),
        vocabulary: () => ({
          me: "ada",
          people: [],
          rooms: ["lobby"],
          ...vocabulary,
        }),
      },
      earlier,
      onEntered: (line) => {
        this.kept.push(line);
        this.order.push("kept");
      },
      onAction: (action, key) => {
        if (!actions?.includes(action)) return false;
        this.acted.push(`${action} ${key}`);
        return true;
      },
      now: () => this.now,
    });
  }

  /** The prompt, if it is not the usual, and the line with its cursor. */
  get shown(): string {
    const { prompt, line: { text, cursor } } = this.input.picture;
    return `${prompt}${text.slice(0, cursor)}|${text.slice(cursor)}`;
  }

  /** The row above the line. */
  get hint(): string {
    return this.input.picture.hint;
  }

  /** Types as a terminal would send it, in one read. */
  type(text: string): this {
    return this.send(new TextEncoder().encode(text));
  }

  /** Sends bytes in one read. */
  send(bytes: Uint8Array): this {
    for (const key of this.#reader.push(bytes, this.now)) this.input.press(key);
    return this;
  }

  /** Presses Escape and nothing after it. */
  escape(): this {
    this.type("\x1b");
    for (const key of this.#reader.flush()) this.input.press(key);
    return this;
  }

  /** Pastes in brackets. */
  paste(text: string): this {
    return this.type(`\x1b[200~${text}\x1b[201~`);
  }
}
