/**
 * Asking who somebody wants to be, until that is a legal name.
 *
 * @module
 */

import { whyNotName } from "../connection/login_name.ts";
import type { Vocabulary } from "../editing/completion.ts";
import type { Submission, SubmitHandler } from "../editing/send_guard.ts";
import type { ChatModel } from "./chat_model.ts";

/** Options for {@linkcode NamePrompt}. */
export interface NamePromptOptions {
  readonly model: ChatModel;
  /** Taken when somebody enters nothing. */
  readonly proposal?: string | undefined;
  /** Shows what is wrong. */
  readonly warn: (text: string) => void;
}

/** Asks for names; takes the lines that are entered meanwhile. */
export class NamePrompt implements SubmitHandler {
  readonly #options: NamePromptOptions;
  /** Resolves while a name is asked for. */
  #onAnswer: ((name: string | undefined) => void) | undefined;

  /** Asks for nothing yet. */
  constructor(options: NamePromptOptions) {
    this.#options = options;
  }

  /**
   * Asks until a name is legal.
   *
   * @param wanted Taken without a question, if it is legal.
   * @returns nothing when somebody leaves instead.
   */
  async ask(wanted: string | undefined): Promise<string | undefined> {
    for (let name = wanted;;) {
      name ??= await this.#askOnce();
      if (name === undefined) return undefined;
      const problem = whyNotName(name);
      if (problem === undefined) return name;
      this.warn(problem);
      name = undefined;
    }
  }

  /** Takes a line as it is. */
  read(line: string): Submission {
    return {
      line,
      input: { kind: "text", text: line },
      check: { kind: "fine" },
      isMemorable: false,
    };
  }

  /** Takes the answer. */
  submit({ line }: Submission): void {
    const name = line.trim().normalize("NFC") || this.#options.proposal;
    if (name) this.#onAnswer?.(name);
  }

  /** Shows what is wrong. */
  warn(text: string): void {
    this.#options.warn(text);
  }

  /** Leaves without a name. */
  quit(): void {
    this.#onAnswer?.(undefined);
  }

  /** There is nothing to complete. */
  vocabulary(): Vocabulary {
    return { me: "", people: [], rooms: [] };
  }

  async #askOnce(): Promise<string | undefined> {
    const { model, proposal } = this.#options;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    model.setPrompt(proposal ? `Your name [${proposal}]: ` : "Your name: ");
    this.#onAnswer = resolve;
    const name = await promise;
    this.#onAnswer = undefined;
    return name;
  }
}
