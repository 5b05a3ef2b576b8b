/**
 * Asking for a password on the terminal, one at a time; what is typed meanwhile
 * goes there and nowhere else.
 *
 * @module
 */

import type { PasswordKind } from "../connection/credentials.ts";
import type { Key } from "../editing/keys.ts";
import type { InputPicture } from "../editing/line_input.ts";
import { SecretInput } from "../editing/secret_input.ts";

/** Asks for secrets. */
export class SecretPrompt {
  readonly #onChange: () => void;
  #input: SecretInput | undefined;

  /** Takes what is called when there is something else to draw. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** What there is to draw, while something is asked for. */
  get picture(): InputPicture | undefined {
    return this.#input?.picture;
  }

  /**
   * Asks for a secret; a question that is open ends without an answer.
   *
   * @returns nothing where somebody would rather not say.
   */
  async ask(prompt: string): Promise<string | undefined> {
    this.cancel();
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.#input = new SecretInput({
      prompt,
      onAnswer: (secret) => {
        this.#input = undefined;
        resolve(secret);
      },
    });
    this.#onChange();
    return await promise;
  }

  /** Takes a key while something is asked for; returns whether it did. */
  press(key: Key): boolean {
    const input = this.#input;
    input?.press(key);
    return input !== undefined;
  }

  /** Ends the question that is open, if there is one. */
  cancel(): void {
    this.#input?.cancel();
  }
}

/** Returns what is asked for, with a blank behind it. */
export function passwordPrompt(kind: PasswordKind, name: string): string {
  return kind === "password"
    ? `Password of ${name}: `
    : "Password of the server: ";
}
