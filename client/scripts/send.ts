/**
 * Messages of a script, each acknowledged or named as not sent.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Event } from "../../shared/event.ts";
import { isBlank } from "../../shared/text.ts";
import { EXIT } from "../connection/exit_code.ts";
import { StdinSender, type StdinSetting } from "./stdin_sender.ts";
import type { InputLine } from "./line_reader.ts";
import type {
  ConnectionEvents,
  ConnectionState,
  DeliveryResult,
} from "../connection/connection_events.ts";
import type { Outgoing } from "../connection/unacked_messages.ts";
import type { Notifier } from "./notifier.ts";

/** Options for {@linkcode Send}. */
export interface SendSetting extends StdinSetting {
  readonly notifier: Notifier;
  /** Whether there is but one message, so that a line has no number. */
  readonly isSingle: boolean;
  /** The id of what a line says; without it one is made. */
  readonly idOf: (line: InputLine) => string | undefined;
}

/** What to do about a login that was refused, to follow what the server says. */
const HINTS: ReadonlyMap<string | undefined, string> = new Map([
  ["name_taken", ". Another: --name NAME"],
  ["password_required", ". It is said by --password-file FILE"],
]);

/** Sends messages and waits until each is stored. */
export class Send implements ConnectionEvents {
  readonly #options: SendSetting;
  readonly #stdin: StdinSender;
  /** The lines that are on their way, by the ids of their messages. */
  readonly #lines = new Map<string, InputLine>();

  /** Prepares it; {@linkcode Send.run} does it. */
  constructor(options: SendSetting) {
    this.#options = options;
    this.#stdin = new StdinSender({
      ...options,
      listener: this,
      take: (line) => this.#take(line),
    });
  }

  /**
   * Sends everything.
   *
   * @returns the exit code; what was stored before, under its id, is done.
   */
  run(): Promise<number> {
    return this.#stdin.run();
  }

  /** Leaves now, without waiting for what is pending. */
  stop(exitCode: number): void {
    this.#stdin.stop(exitCode);
  }

  /** Sends only where there will be an answer. */
  onState(state: ConnectionState): void {
    this.#stdin.reporter.state(state);
    if (state.kind !== "online") return;
    if (state.welcome) return this.#stdin.begin(state.welcome);
    this.#options.notifier.warn(
      "This server acknowledges nothing, so nothing was sent: ktn connect does without",
    );
    this.#stdin.stop(EXIT.stranger);
  }

  /** Reports refusals; those of messages are reported when they are settled. */
  onEvent(event: Event): void {
    if (event.kind !== "error" || event.id !== undefined) return;
    const hint = HINTS.get(event.code) ?? "";
    this.#stdin.reporter.error({ ...event, text: event.text + hint });
  }

  /** Names what was refused. */
  onSettled({ id }: Outgoing, result: DeliveryResult): void {
    const line = this.#lines.get(id);
    this.#lines.delete(id);
    if (result.kind === "refused" && line) {
      this.#fail(line, result.error.text);
    }
  }

  #take(line: InputLine): void {
    if ("fault" in line) return this.#fail(line, line.fault);
    if (!this.#options.isSingle && isBlank(line.text)) return;
    try {
      const { id } = this.#stdin.connection.say(
        line.text,
        this.#stdin.target,
        this.#options.idOf(line),
      );
      this.#lines.set(id, line);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#fail(line, error.message);
    }
  }

  #fail({ number }: InputLine, why: string): void {
    const { isSingle, notifier } = this.#options;
    this.#stdin.fail();
    notifier.warn(isSingle ? why : `Line ${number}: ${why}`);
  }
}
