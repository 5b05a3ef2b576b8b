/**
 * From the first key on a terminal to the exit code: the name, a chat under
 * it, another name if that one is refused, and the last words.
 * Knows nothing of drawing and of how a chat goes.
 *
 * @module
 */

import type { ChatView } from "./chat_view.ts";
import { EXIT, exitCodeFor } from "./exit_code.ts";
import { KeyReader } from "./keys.ts";
import { LineInput, type LineTaker } from "./line_input.ts";
import { whyNotName } from "./login_name.ts";
import type { TerminalChat, TerminalEnding } from "./terminal_chat.ts";

/** Options for {@linkcode TerminalSession}. */
export interface TerminalSessionOptions {
  readonly view: ChatView;
  /** Who to be; asked for when missing. */
  readonly name?: string | undefined;
  /** Offered when the name is asked for. */
  readonly proposal?: string | undefined;
  /** Makes the chat under a name. */
  readonly openChat: (
    name: string,
    giveBack: (text: string) => void,
  ) => TerminalChat;
  /** Makes lines about what went wrong. */
  readonly warn: (text: string) => string[];
}

/** Refusals after which another name may do; old servers give no code. */
const ABOUT_THE_NAME: ReadonlySet<string | undefined> = new Set([
  "bad_name",
  "name_taken",
  undefined,
]);

/** A person at a terminal. */
export class TerminalSession {
  readonly #options: TerminalSessionOptions;
  readonly #input: LineInput;
  readonly #keys = new KeyReader();
  #chat: TerminalChat | undefined;
  #stopCode: number | undefined;
  /** Resolved while a name is asked for. */
  #onName: ((name: string | undefined) => void) | undefined;

  /** Prepares everything; {@linkcode TerminalSession.run} begins. */
  constructor(options: TerminalSessionOptions) {
    this.#options = options;
    this.#input = new LineInput(options.view, this.#nameTaker);
  }

  /** Takes bytes of the terminal. */
  type(bytes: Uint8Array): void {
    for (const key of this.#keys.push(bytes)) this.#input.press(key);
  }

  /** Leaves now, with this exit code. */
  stop(exitCode: number): void {
    this.#stopCode = exitCode;
    this.#onName?.(undefined);
    this.#chat?.stop();
  }

  /** Chats until it is over; returns the exit code. */
  async run(): Promise<number> {
    for (let wanted = this.#options.name;; wanted = undefined) {
      const name = await this.#legalName(wanted);
      if (name === undefined) return this.#leave(EXIT.ok);
      const end = await this.#chatAs(name);
      if (!isNameRefused(end) || this.#stopCode !== undefined) {
        return this.#leave(this.#conclude(end));
      }
    }
  }

  /** Asks until a name is legal; `undefined` when somebody leaves instead. */
  async #legalName(wanted: string | undefined): Promise<string | undefined> {
    for (let name = wanted;;) {
      name ??= await this.#askName();
      if (name === undefined) return undefined;
      const problem = whyNotName(name);
      if (problem === undefined) return name;
      this.#warn(problem);
      name = undefined;
    }
  }

  async #askName(): Promise<string | undefined> {
    const { view, proposal } = this.#options;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    view.prompt = proposal ? `Your name [${proposal}]: ` : "Your name: ";
    view.drawSoon();
    this.#input.taker = this.#nameTaker;
    this.#onName = resolve;
    const name = await promise;
    this.#onName = undefined;
    return name;
  }

  readonly #nameTaker: LineTaker = {
    take: (line) => {
      const name = line.trim() || this.#options.proposal;
      if (name) this.#onName?.(name);
    },
    quit: () => this.#onName?.(undefined),
    names: () => [],
  };

  async #chatAs(name: string): Promise<TerminalEnding> {
    const giveBack = (text: string) => this.#input.giveBack(text);
    const chat = this.#options.openChat(name, giveBack);
    this.#chat = chat;
    this.#input.taker = chat;
    try {
      return await chat.run();
    } finally {
      this.#chat = undefined;
    }
  }

  /** Says what there is to say about the end; returns the exit code. */
  #conclude({ ending, unsent, isKept, hasTimeout }: TerminalEnding): number {
    // A refusal was shown when it came.
    if (ending.kind === "unreachable" || ending.kind === "stranger") {
      this.#warn(ending.text);
    }
    if (ending.kind === "abandoned") {
      this.#warn("Gave up: the server cannot be reached");
    }
    if (unsent.length > 0) {
      const fate = isKept ? "goes out next time" : "is lost";
      this.#warn(`Not confirmed by the server; it ${fate}:`);
      for (const { text } of unsent) this.#warn(text);
    }
    return exitCodeFor(ending, { unsent: unsent.length, hasTimeout });
  }

  #leave(exitCode: number): number {
    this.#options.view.close();
    return this.#stopCode ?? exitCode;
  }

  #warn(text: string): void {
    this.#options.view.print(this.#options.warn(text));
  }
}

/** Whether a chat never began because of the name. */
function isNameRefused({ ending }: TerminalEnding): boolean {
  return ending.kind === "refused" && ABOUT_THE_NAME.has(ending.code);
}
