/**
 * Asking for a password on the terminal, one at a time; what is typed meanwhile
 * goes there and nowhere else.
 *
 * @module
 */

import type { PasswordKind } from "../connection/credentials.ts";
import type { Key } from "../editing/keys.ts";
import { EMPTY_LINE } from "../editing/line.ts";
import type { InputPicture } from "../editing/line_input.ts";
import { SecretInput } from "../editing/secret_input.ts";

/** How an answer is asked for. */
export interface SecretOptions {
  /**
   * Whether a wrong answer is asked for again: until it is known, what is typed
   * may be the next one, and goes nowhere else.
   *
   * @default {false}
   */
  readonly isChecked?: boolean;
}

/** Most keys that are kept while an answer is checked. */
const MAX_AHEAD = 1000;

/** Asks for secrets. */
export class SecretPrompt {
  readonly #onChange: () => void;
  #input: SecretInput | undefined;
  /** What was typed while an answer is checked. */
  #ahead: Key[] | undefined;

  /** Takes what is called when there is something else to draw. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** What there is to draw, while something is asked for or checked. */
  get picture(): InputPicture | undefined {
    return this.#input?.picture ?? (this.#ahead && CHECKING);
  }

  /**
   * Asks for a secret; a question that is open ends without an answer.
   *
   * @returns nothing where somebody would rather not say.
   */
  async ask(
    prompt: string,
    { isChecked = false }: SecretOptions = {},
  ): Promise<string | undefined> {
    const ahead = this.#ahead ?? [];
    this.cancel();
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.#input = new SecretInput({
      prompt,
      onAnswer: (secret) => {
        this.#input = undefined;
        if (isChecked && secret !== undefined) this.#ahead = [];
        resolve(secret);
      },
    });
    for (const key of ahead) this.press(key);
    this.#onChange();
    return await promise;
  }

  /** Takes a key while something is asked for or checked; returns whether it did. */
  press(key: Key): boolean {
    if (this.#input) {
      this.#input.press(key);
      return true;
    }
    const isInterrupt = key.kind === "key" && key.name === "Ctrl-C";
    if (isInterrupt) this.checked();
    if (!this.#ahead) return false;
    if (this.#ahead.length < MAX_AHEAD) this.#ahead.push(key);
    return true;
  }

  /** The answer was right, or is not asked for again: keys are for the line. */
  checked(): void {
    if (!this.#ahead) return;
    this.#ahead = undefined;
    this.#onChange();
  }

  /** Ends the question that is open, if there is one. */
  cancel(): void {
    this.#input?.cancel();
    this.#ahead = undefined;
  }
}

const CHECKING: InputPicture = {
  line: EMPTY_LINE,
  prompt: "Checking the password ",
  hint: "",
};

/** Returns what is asked for, with a blank behind it. */
export function passwordPrompt(kind: PasswordKind, name: string): string {
  return kind === "password"
    ? `Password of ${name}: `
    : "Password of the server: ";
}
