/**
 * A chat that only ever adds lines: over a pipe every line is a message as it
 * stands; on a terminal (`--plain`) a line may be a command.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import { isBlank } from "../../shared/text.ts";
import { isIn } from "../connection/conversation.ts";
import { type ResultFrame, ResultFrames } from "../chat/result_frame.ts";
import type { Alert } from "../chat/mentions.ts";
import {
  type CommandContext,
  CONNECTING,
  type Input,
  ONLINE,
  readInput,
} from "../editing/commands.ts";
import { NO_ROOMS_IN_LINES } from "../editing/room_context.ts";
import { UNREADABLE } from "../editing/input_encoding.ts";
import type { KeyHelp } from "../editing/key_bindings.ts";
import { greeting } from "../view/greeting.ts";
import { StdinSender, type StdinSetting } from "./stdin_sender.ts";
import type { InputLine } from "./line_reader.ts";
import type { LineRenderer } from "./line_renderer.ts";
import type {
  ConnectionEvents,
  ConnectionState,
  DeliveryResult,
  Online,
} from "../connection/connection_events.ts";
import type { Output } from "./output.ts";
import { TYPED_KEYS } from "./typed_line.ts";
import type { Outgoing } from "../connection/unacked_messages.ts";

/** Options for {@linkcode PlainChat}. */
export interface PlainChatOptions extends StdinSetting {
  /** What was called to get here, for people. */
  readonly address: string;
  /** Where messages go. */
  readonly out: Pick<Output, "lines">;
  /** Where everything else goes. */
  readonly err: Pick<Output, "lines">;
  readonly renderer: LineRenderer;
  /** Whether somebody types here, so that commands mean something. */
  readonly isTyped: boolean;
  /**
   * Whether comings and goings are shown.
   *
   * @default {false}
   */
  readonly tellsPresence?: boolean;
  /** Hears of what was said just now, not of the past. */
  readonly onAlert?: (alert: Alert) => void;
}

const WHY_UNREADABLE =
  "Not sent: U+FFFD stands for what cannot be read in this locale (is LANG right?)";

/** A chat of lines in and lines out. */
export class PlainChat implements ConnectionEvents, CommandContext {
  /** The keys there are. */
  readonly keys: readonly KeyHelp[] = TYPED_KEYS;
  readonly #options: PlainChatOptions;
  readonly #stdin: StdinSender;
  readonly #frames = new ResultFrames((request) =>
    this.#stdin.connection.ask(request)
  );
  #isLegacyServer = false;
  #state: ConnectionState["kind"] = "connecting";

  /** Prepares a chat; {@linkcode PlainChat.run} holds it. */
  constructor(options: PlainChatOptions) {
    this.#options = options;
    this.#stdin = new StdinSender({
      ...options,
      listener: this,
      take: (line) => this.#take(line),
      notifier: this,
    });
  }

  /**
   * Chats until the input ends or the connection does.
   *
   * @returns the exit code.
   */
  run(): Promise<number> {
    return this.#stdin.run();
  }

  /** Leaves now, without waiting for what is pending. */
  stop(exitCode: number): void {
    this.#stdin.stop(exitCode);
  }

  /** Leaves after what was said before. */
  quit(): void {
    this.#stdin.finish();
  }

  /** Leaves after what was said before, since nobody reads here any more. */
  readerGone(): void {
    this.#stdin.readerGone();
  }

  /** Leaves after what was said before, since nothing can be shown any more. */
  cannotWrite(error: Error): void {
    this.#stdin.cannotWrite(error);
  }

  /** Why there are no rooms to go to. */
  get rooms(): string {
    return NO_ROOMS_IN_LINES;
  }

  /** Whether the server is an old one. */
  get isLegacyServer(): boolean {
    return this.#isLegacyServer;
  }

  /** Sends a request of a command. */
  ask(request: Request): void {
    if (!this.#frames.ask(request)) this.warn("Not connected now");
  }

  /** Connects again without waiting, where it waits. */
  reconnect(): void {
    if (this.#state === "waiting") return this.#stdin.connection.retryNow();
    this.note(this.#state === "online" ? ONLINE : CONNECTING);
  }

  /** Shows when the last message was said, in full. */
  info(): void {
    this.note(this.#options.renderer.describeLast());
  }

  /** Shows a line of the client itself. */
  note(text: string): void {
    this.#options.err.lines(this.#options.renderer.note(text));
  }

  /** Shows what is wrong. */
  warn(text: string): void {
    this.#options.err.lines(this.#options.renderer.warn(text));
  }

  /** Tells about the connection. */
  onState(state: ConnectionState): void {
    this.#state = state.kind;
    this.#stdin.reporter.state(state);
    if (state.kind !== "online") return;
    this.#isLegacyServer = state.welcome === undefined;
    this.#stdin.begin(state.welcome);
    if (this.#options.isTyped && !state.again) this.#greet(state);
  }

  /** Shows what the server said. */
  onEvent(event: Event): void {
    const { out, err, renderer, tellsPresence, onAlert } = this.#options;
    if (event.kind === "presence" && !tellsPresence) return;
    if (event.kind === "error") return this.#stdin.reporter.error(event);
    const frame = this.#frames.take(event);
    if (frame === "more") return;
    if (frame) return this.#showFound(frame);
    const wanted = this.#wantedOf(event);
    if (!wanted) return;
    const isSaid = event.kind === "message" || event.kind === "history";
    (isSaid ? out : err).lines(renderer.render(wanted));
    const alert = event.kind === "message" && renderer.alertFor(event);
    if (alert) onAlert?.(alert);
  }

  /** Tells what was refused; the reason came before as an event. */
  onSettled(message: Outgoing, result: DeliveryResult): void {
    if (result.kind === "unknown") this.#stdin.lose(message);
    if (result.kind !== "refused") return;
    this.#stdin.fail();
    this.warn(`Not sent: ${message.text}`);
  }

  /** Who talks in one conversation over a pipe hears of no other. */
  #wantedOf(event: Event): Event | undefined {
    const { target } = this.#options;
    if (target === undefined) return event;
    if (event.kind === "history") {
      const messages = event.messages.filter((one) => isIn(target, one));
      return messages.length === 0 ? undefined : { ...event, messages };
    }
    const isElsewhere = event.kind === "message" && !isIn(target, event);
    return isElsewhere ? undefined : event;
  }

  #showFound({ found, head, foot }: ResultFrame): void {
    const { out, renderer } = this.#options;
    this.note(head);
    if (found.messages.length > 0) out.lines(renderer.render(found));
    if (foot !== undefined) this.note(foot);
  }

  #greet({ welcome }: Online): void {
    const { address, connection: { name } } = this.#options;
    this.note(greeting({ server: welcome?.server, address, name }));
  }

  #take(line: InputLine): void {
    if ("fault" in line) return this.#fail(line, line.fault);
    const input = this.#read(line.text);
    if (input.kind === "command") input.command.run(this, input.argument);
    if (input.kind === "unknown") this.warn(input.why);
    if (input.kind === "text") this.#say(line, input.text);
  }

  /** Refuses what nobody typed so; a pipe was checked when it was read. */
  #checkTyped(text: string): void {
    if (!this.#options.isTyped || !text.includes(UNREADABLE)) return;
    throw new ChatError("bad_text", WHY_UNREADABLE);
  }

  /** A pipe has no commands: what it says may begin with a slash. */
  #read(text: string): Input {
    if (this.#options.isTyped) return readInput(text);
    return isBlank(text) ? { kind: "nothing" } : { kind: "text", text };
  }

  #say(line: InputLine, text: string): void {
    try {
      this.#checkTyped(text);
      this.#stdin.connection.say(text, this.#stdin.target);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#fail(line, error.message);
    }
  }

  #fail({ number }: InputLine, why: string): void {
    this.#stdin.fail();
    this.warn(this.#options.isTyped ? why : `Line ${number}: ${why}`);
  }
}
