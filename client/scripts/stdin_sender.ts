/**
 * Sends standard input line by line, until it or the connection ends, and says
 * by the exit code what became of it.
 *
 * @module
 */

import type { WelcomeEvent } from "../../shared/event.ts";
import { LOBBY_TARGET, type Target } from "../../shared/target.ts";
import {
  Connection,
  type ConnectionOptions,
} from "../connection/connection.ts";
import type { CloseReason } from "../connection/close_reason.ts";
import { EXIT, exitCodeFor } from "../connection/exit_code.ts";
import type { InputLine } from "./line_reader.ts";
import type { ConnectionEvents } from "../connection/connection_events.ts";
import { MAX_UNACKED, type Outgoing } from "../connection/unacked_messages.ts";
import { needsOf } from "../connection/conversation.ts";
import { enterRooms } from "./entrance.ts";
import { StatusReporter } from "./status_reporter.ts";
import type { Notifier } from "./notifier.ts";

/** What a sender of lines needs. */
export interface StdinSetting {
  readonly connection: Omit<ConnectionOptions, "listener" | "giveUpMs">;
  readonly lines: AsyncIterable<InputLine>;
  /** Longest time without a connection, or at the end without an answer. */
  readonly giveUpMs: number;
  /** Whether that time was asked for. */
  readonly hasTimeout: boolean;
  /**
   * Where it goes.
   *
   * @default {LOBBY_TARGET}
   */
  readonly target?: Target;
}

/** Options for {@linkcode StdinSender}. */
export interface StdinSenderOptions extends StdinSetting {
  readonly listener: ConnectionEvents;
  /** Takes a line; what it adds is sent right after. */
  readonly take: (line: InputLine) => void;
  /** Resolves when every request is answered. */
  readonly answered?: () => Promise<void>;
  readonly notifier: Notifier;
}

/** Reading pauses while more messages than this wait for their ack. */
const ENOUGH_PENDING = 256;

/** Sends lines on a connection of its own. */
export class StdinSender {
  /** What the lines are sent on. */
  readonly connection: Connection;
  /** Reports how it goes. */
  readonly reporter: StatusReporter;
  readonly #options: StdinSenderOptions;
  readonly #firstOnline = Promise.withResolvers<void>();
  /** Set by what stops it from outside. */
  #exitCode: number | undefined;
  #hasFailed = false;
  #hasGivenUp = false;
  /** Of which an old server will never say what became of them; the first. */
  readonly #lost: Outgoing[] = [];
  #hasInputEnded = false;
  #isLeaving = false;

  /** Makes a sender; {@linkcode StdinSender.run} runs it. */
  constructor(options: StdinSenderOptions) {
    const { connection, giveUpMs, listener, notifier } = options;
    this.#options = options;
    this.connection = new Connection({ ...connection, giveUpMs, listener });
    this.reporter = new StatusReporter(notifier);
  }

  /**
   * Runs until the input ends or the connection does, whichever is first.
   *
   * @returns the exit code.
   */
  async run(): Promise<number> {
    const { hasTimeout } = this.#options;
    const reason = await this.#connect();
    const { unsent } = this;
    this.reporter.closed(reason);
    this.reporter.unsent(unsent);
    const code = exitCodeFor(reason, { unsent: unsent.length, hasTimeout });
    if (this.#exitCode !== undefined) return this.#exitCode;
    if (code === EXIT.ok && this.#hasGivenUp) return EXIT.unsent;
    return code === EXIT.ok && this.#hasFailed ? EXIT.failed : code;
  }

  /** The messages of which it is not known what became of them. */
  get unsent(): readonly Outgoing[] {
    return [...this.#lost, ...this.#options.connection.pending.list()];
  }

  /** Where the lines go. */
  get target(): Target {
    return this.#options.target ?? LOBBY_TARGET;
  }

  /** Takes lines when the connection is there, and one is where they go. */
  begin(welcome: WelcomeEvent | undefined): void {
    const { needsRooms, rooms } = needsOf(this.target);
    if (!needsRooms) return this.#firstOnline.resolve();
    void this.#enter(rooms, welcome);
  }

  async #enter(
    rooms: readonly string[],
    welcome: WelcomeEvent | undefined,
  ): Promise<void> {
    const entered = await enterRooms(
      rooms,
      welcome,
      (request) => this.connection.request(request),
    );
    if (entered.kind === "in") return this.#firstOnline.resolve();
    if (entered.kind === "lost") return; // again after the next login
    const { notifier } = this.#options;
    if (entered.kind === "old") {
      notifier.warn(`${entered.text}, so nothing was sent`);
      return this.stop(EXIT.stranger);
    }
    notifier.warn(entered.error.text);
    this.stop(EXIT.refused);
  }

  /** Notes that something was not sent. */
  fail(): void {
    this.#hasFailed = true;
  }

  /** Notes that it will never be known what became of a message. */
  lose(message: Outgoing): void {
    if (this.#lost.length < MAX_UNACKED) this.#lost.push(message);
  }

  /** Leaves now, without waiting for what is pending. */
  stop(exitCode: number): void {
    this.#exitCode = exitCode;
    void this.connection.leave();
  }

  /**
   * Leaves after what was said before, since nobody reads here any more; a
   * failure where there may have been more to say.
   */
  readerGone(): void {
    this.#hasFailed ||= !this.#hasInputEnded;
    this.finish();
  }

  /** Leaves after what was said before: a failure, and says why. */
  cannotWrite({ message }: Error): void {
    this.#options.notifier.warn(message);
    this.fail();
    this.finish();
  }

  /** Leaves after what was said before; takes no more lines. */
  finish(): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    void this.#leave();
  }

  async #connect(): Promise<CloseReason> {
    const { promise: failure, reject } = Promise.withResolvers<never>();
    this.#takeLines().catch(reject);
    return await Promise.race([this.connection.run(), failure]);
  }

  /** Takes line after line, and leaves when there are no more. */
  async #takeLines(): Promise<void> {
    const { lines, take, giveUpMs } = this.#options;
    await this.#firstOnline.promise;
    for await (const line of lines) {
      if (this.#isLeaving) return;
      take(line);
      this.connection.push();
      // No answer for so long: the rest would only pile up.
      if (!await this.connection.pendingAtMost(ENOUGH_PENDING, giveUpMs)) {
        return this.#giveUp(line);
      }
    }
    this.#hasInputEnded = true;
    this.finish();
  }

  /** What was not read is not sent, whatever becomes of what was. */
  #giveUp({ number }: InputLine): void {
    if (this.#exitCode !== undefined) return;
    this.#hasGivenUp = true;
    this.#options.notifier.warn(
      `No answer for too long: the input after line ${number} was not read`,
    );
    void this.connection.leave();
  }

  /** Leaves when everything said so far is settled, or that takes too long. */
  async #leave(): Promise<void> {
    const { answered, giveUpMs } = this.#options;
    await this.#firstOnline.promise;
    await this.connection.pendingAtMost(0, giveUpMs);
    await answered?.();
    await this.connection.leave();
  }
}
