/**
 * A chat that only ever adds lines: over a pipe every line is a message as it
 * stands; on a terminal (`--plain`) a line may be a command.
 * Knows nothing of cursors and keys.
 *
 * @module
 */

import { ChatError } from "../shared/errors.ts";
import type { Event } from "../shared/event.ts";
import type { Request } from "../shared/request.ts";
import { visibleJson } from "../shared/text.ts";
import { type CommandContext, type Input, readInput } from "./commands.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import type { Ending } from "./ending.ts";
import { EXIT, exitCodeFor } from "./exit_code.ts";
import { greeting } from "./greeting.ts";
import type { InputLine } from "./line_reader.ts";
import type { Listener, Online, State, Verdict } from "./listener.ts";
import type { Output } from "./output.ts";
import type { Outgoing } from "./pending.ts";
import type { Renderer } from "./render.ts";

/** Options for {@linkcode PlainChat}. */
export interface PlainChatOptions {
  readonly connection: Omit<ConnectionOptions, "listener" | "giveUpMs">;
  /** What was called to get here, for people. */
  readonly address: string;
  readonly lines: AsyncIterable<InputLine>;
  /** Where messages go. */
  readonly out: Output;
  /** Where everything else goes. */
  readonly err: Output;
  readonly renderer: Renderer;
  /** Payloads instead of lines for people. */
  readonly json: boolean;
  /** Whether somebody types here, so that commands mean something. */
  readonly isTyped: boolean;
  /** Longest time without a connection, or at the end without an answer. */
  readonly giveUpMs: number;
  /** Whether that time was asked for. */
  readonly hasTimeout: boolean;
}

/** Reading pauses while more messages than this wait for their ack. */
const ENOUGH_PENDING = 256;

/** A chat of lines in and lines out. */
export class PlainChat implements Listener, CommandContext {
  readonly #options: PlainChatOptions;
  readonly #connection: Connection;
  readonly #firstOnline = Promise.withResolvers<void>();
  /** Set by what stops the chat from outside. */
  #exitCode: number | undefined;
  #hasFailed = false;
  #hasInputEnded = false;
  #isAway = false;

  /** Prepares a chat; {@linkcode PlainChat.run} holds it. */
  constructor(options: PlainChatOptions) {
    this.#options = options;
    this.#connection = new Connection({
      ...options.connection,
      giveUpMs: options.giveUpMs,
      listener: this,
    });
  }

  /**
   * Chats until the input ends or the connection does.
   *
   * @returns the exit code.
   */
  async run(): Promise<number> {
    const { promise: failure, reject } = Promise.withResolvers<never>();
    this.#feed().catch(reject);
    // The connection may end while the input is still open.
    const ending = await Promise.race([this.#connection.run(), failure]);
    this.#tellEnding(ending);
    const { connection: { pending }, hasTimeout } = this.#options;
    const code = exitCodeFor(ending, { unsent: pending.size, hasTimeout });
    if (this.#exitCode !== undefined) return this.#exitCode;
    return code === EXIT.ok && this.#hasFailed ? EXIT.failed : code;
  }

  /** Leaves now, without waiting for what is pending. */
  stop(exitCode: number): void {
    this.#exitCode = exitCode;
    void this.#connection.leave();
  }

  /**
   * Leaves after what was said before, since nobody reads here any more; a
   * failure where there may have been more to say.
   */
  quit(): void {
    this.#hasFailed ||= !this.#hasInputEnded;
    void this.#leave();
  }

  /** Sends a request of a command. */
  ask(request: Request): void {
    if (!this.#connection.ask(request)) this.warn("Not connected now");
  }

  /** Shows a line of the client itself. */
  note(text: string): void {
    this.#options.err.lines(this.#options.renderer.note(text));
  }

  /** Shows what is wrong. */
  warn(text: string): void {
    this.#options.err.lines(this.#options.renderer.warn(text));
  }

  /** Tells about the connection, but not about what everybody expects. */
  onState(state: State): void {
    if (state.kind === "online") {
      this.#firstOnline.resolve();
      if (state.again) this.note("Online again");
      else if (this.#options.isTyped) this.#greet(state);
      if (!state.isSameLog) this.note("The server has a new log");
      this.#isAway = false;
    }
    if (state.kind === "waiting" && !this.#isAway) {
      this.#isAway = true;
      if (state.isKnown) this.note("Trying again");
      else this.warn(`${state.why}; trying again`);
    }
  }

  /** Shows what the server said. */
  onEvent(event: Event, payload: unknown): void {
    const { json, out, err, renderer, isTyped } = this.#options;
    if (json) return out.lines([visibleJson(JSON.stringify(payload))]);
    if (event.kind === "presence" && !isTyped) return;
    // While it tries to come back only success is news.
    if (event.kind === "error" && this.#isAway) return;
    const isSaid = event.kind === "message" || event.kind === "history";
    (isSaid ? out : err).lines(renderer.render(event));
  }

  /** Tells what was refused; the reason came before as an event. */
  onSettled({ text }: Outgoing, verdict: Verdict): void {
    if (verdict.kind === "sent") return;
    this.#hasFailed = true;
    this.warn(`Not sent: ${text}`);
  }

  #greet({ welcome }: Online): void {
    const { address, connection: { name } } = this.#options;
    this.note(greeting({ server: welcome?.server, address, name }));
  }

  /** Says line after line, and leaves when there are no more. */
  async #feed(): Promise<void> {
    const { lines, giveUpMs } = this.#options;
    for await (const line of lines) {
      this.#take(line);
      this.#connection.push();
      // No answer for so long: the rest would only pile up.
      if (!await this.#connection.pendingAtMost(ENOUGH_PENDING, giveUpMs)) {
        break;
      }
    }
    this.#hasInputEnded = true;
    await this.#leave();
  }

  /** Leaves when everything said so far is settled, or that takes too long. */
  async #leave(): Promise<void> {
    await this.#firstOnline.promise;
    await this.#connection.pendingAtMost(0, this.#options.giveUpMs);
    await this.#connection.leave();
  }

  #take(line: InputLine): void {
    if ("fault" in line) return this.#fail(line, line.fault);
    const input = this.#read(line.text);
    if (input.kind === "command") input.command.run(this, input.argument);
    if (input.kind === "unknown") this.warn(input.why);
    if (input.kind === "text") this.#say(line, input.text);
  }

  /** A pipe has no commands: what it says may begin with a slash. */
  #read(text: string): Input {
    if (this.#options.isTyped) return readInput(text);
    return text === "" ? { kind: "nothing" } : { kind: "text", text };
  }

  #say(line: InputLine, text: string): void {
    try {
      this.#connection.say(text);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#fail(line, error.message);
    }
  }

  #fail({ number }: InputLine, why: string): void {
    this.#hasFailed = true;
    this.warn(this.#options.isTyped ? why : `Line ${number}: ${why}`);
  }

  #tellEnding(ending: Ending): void {
    // A refusal was shown when it came.
    if (ending.kind === "unreachable" || ending.kind === "stranger") {
      this.warn(ending.text);
    }
    if (ending.kind === "abandoned") {
      this.warn("Gave up: the server cannot be reached");
    }
    const unsent = this.#options.connection.pending.list();
    if (unsent.length === 0) return;
    this.warn(`Not confirmed, so perhaps not sent: ${unsent.length}`);
    for (const { text } of unsent) this.warn(text);
  }
}
