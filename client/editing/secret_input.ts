/**
 * A password being typed: it is shown nowhere, and has nothing to do with the
 * line, its history, what was cut from it and what can be undone.
 *
 * @module
 */

import { graphemes } from "../view/cell_width.ts";
import type { Key } from "./keys.ts";
import { cleaned, EMPTY_LINE } from "./line.ts";
import type { InputPicture } from "./line_input.ts";

/** Options for {@linkcode SecretInput}. */
export interface SecretInputOptions {
  /** What is asked for, with a blank behind it. */
  readonly prompt: string;
  /** Takes what was typed, or nothing when somebody would rather not say. */
  readonly onAnswer: (secret: string | undefined) => void;
}

/** Longest secret that can be typed, in UTF-16 units. */
const MAX_SECRET = 1024;
const HINT = "What you type here is not shown; Enter goes on, Escape does not";
const TOO_LONG = `Not taken: longer than ${MAX_SECRET} characters`;

/** Takes the keys until there is an answer. */
export class SecretInput {
  readonly #options: SecretInputOptions;
  #secret = "";
  #hint = HINT;

  /** Begins with nothing typed. */
  constructor(options: SecretInputOptions) {
    this.#options = options;
  }

  /** What there is to draw: never what was typed, nor how much of it. */
  get picture(): InputPicture {
    const { prompt } = this.#options;
    return { line: EMPTY_LINE, prompt, hint: this.#hint };
  }

  /** Takes a key. */
  press(key: Key): void {
    this.#hint = HINT;
    if (key.kind === "key") ACTS.get(key.name)?.(this);
    else this.#type(key.text, "left" in key ? key.left : 0);
  }

  /** Hands over what was typed. */
  accept(): void {
    if (this.#secret !== "") this.#answer(this.#secret);
  }

  /** Ends without an answer. */
  cancel(): void {
    this.#answer(undefined);
  }

  /** Ends without an answer, where nothing was typed. */
  cancelIfEmpty(): void {
    if (this.#secret === "") this.cancel();
  }

  /** Takes the last character out. */
  deleteLast(): void {
    this.#secret = graphemes(this.#secret).slice(0, -1).join("");
  }

  /** Takes everything out. */
  clear(): void {
    this.#secret = "";
  }

  /** The line break at the end of a paste is none of the password. */
  #type(text: string, left: number): void {
    const [line = ""] = cleaned(text).split("\n");
    const isLong = left > 0 || this.#secret.length + line.length > MAX_SECRET;
    if (isLong) this.#hint = TOO_LONG;
    else this.#secret += line;
  }

  #answer(secret: string | undefined): void {
    this.#secret = "";
    this.#options.onAnswer(secret);
  }
}

const ACTS: ReadonlyMap<string, (input: SecretInput) => void> = new Map<
  string,
  (input: SecretInput) => void
>([
  ["Enter", (input) => input.accept()],
  ["Ctrl-J", (input) => input.accept()],
  ["Escape", (input) => input.cancel()],
  ["Ctrl-C", (input) => input.cancel()],
  ["Ctrl-G", (input) => input.cancel()],
  ["Ctrl-D", (input) => input.cancelIfEmpty()],
  ["Backspace", (input) => input.deleteLast()],
  ["Ctrl-H", (input) => input.deleteLast()],
  ["Ctrl-U", (input) => input.clear()],
  ["Ctrl-W", (input) => input.clear()],
]);
