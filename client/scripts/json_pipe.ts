/**
 * A chat for programs: each line in is a request, each line out an object with
 * what the server said, what became of the connection, or what was wrong with a
 * line.
 *
 * @module
 */

import { entriesOf } from "../../shared/entry_event.ts";
import { ChatError } from "../../shared/errors.ts";
import type { Event, HistoryEvent } from "../../shared/event.ts";
import { type Fields, fieldsOf } from "../../shared/fields.ts";
import type { Call, Request } from "../../shared/request.ts";
import { targetOf } from "../../shared/target.ts";
import { jsonLine, payloadsOf } from "./json_line.ts";
import { StdinSender, type StdinSetting } from "./stdin_sender.ts";
import type { InputLine } from "./line_reader.ts";
import type {
  ConnectionEvents,
  ConnectionState,
  DeliveryResult,
} from "../connection/connection_events.ts";
import type { Output } from "./output.ts";
import type { Outgoing } from "../connection/unacked_messages.ts";
import { PendingRequests } from "./pending_requests.ts";
import { readCallLine, readRequest } from "./request_line.ts";
import type { Notifier } from "./notifier.ts";

/** Options for {@linkcode JsonPipe}. */
export interface JsonPipeOptions extends StdinSetting {
  /** Where objects go. */
  readonly out: Output;
  /** Says to people what they should know. */
  readonly notifier: Notifier;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
}

/** A chat of requests in and objects out. */
export class JsonPipe implements ConnectionEvents {
  readonly #options: JsonPipeOptions;
  readonly #stdin: StdinSender;
  /** A cut takes their answers. */
  readonly #requests = new PendingRequests();
  /** Whether messages of the past come because they were missed. */
  #isResumed = false;

  /** Prepares a pipe; {@linkcode JsonPipe.run} runs it. */
  constructor(options: JsonPipeOptions) {
    this.#options = options;
    this.#stdin = new StdinSender({
      ...options,
      listener: this,
      take: (line) => this.#take(line),
      answered: () => this.#requests.none(options.giveUpMs),
    });
  }

  /**
   * Runs until the input ends or the connection does.
   *
   * @returns the exit code.
   */
  async run(): Promise<number> {
    const code = await this.#stdin.run();
    for (const { id, text } of this.#stdin.unsent) {
      this.#write("unsent", { id, content: text });
    }
    return code;
  }

  /** Leaves now, without waiting for what is pending. */
  stop(exitCode: number): void {
    this.#stdin.stop(exitCode);
  }

  /** Leaves after what was said before, since nobody reads here any more. */
  readerGone(): void {
    this.#stdin.readerGone();
  }

  /** Leaves after what was said before, since nothing can be shown any more. */
  cannotWrite(error: Error): void {
    this.#stdin.cannotWrite(error);
  }

  /** Writes where the connection stands. */
  onState(state: ConnectionState): void {
    this.#stdin.reporter.state(state);
    if (state.kind === "online") {
      const { again, isSameLog } = state;
      this.#isResumed = again && isSameLog;
      this.#writeState("online", { again, same_log: isSameLog });
      this.#stdin.begin(state.welcome);
    }
    if (state.kind === "waiting") {
      this.#writeState("waiting", { why: state.why, retry_ms: state.ms });
      this.#loseAnswers();
    }
  }

  /** Writes what the server said. */
  onEvent(event: Event, payload: unknown): void {
    const id = "id" in event ? event.id : undefined;
    if (event.kind === "history") this.#writeHistory(event, payload);
    else this.#write(event.kind, writtenFields(event, payload));
    if (id !== undefined) this.#requests.answer(id);
    else if (event.kind === "error") this.#stdin.reporter.error(event);
  }

  /** Notes what was refused; the answer itself came before as an event. */
  onSettled(message: Outgoing, result: DeliveryResult): void {
    if (result.kind === "refused") this.#stdin.fail();
    if (result.kind === "unknown") this.#stdin.lose(message);
  }

  /** What was missed while away comes as if it came now. */
  #writeHistory(event: HistoryEvent, payload: unknown): void {
    if (event.id !== undefined) return this.#write("history", payload);
    const entries = entriesOf(event);
    const content = payloadsOf(entries, payload);
    if (!this.#isResumed) {
      return this.#write("history", { ...fieldsOf(payload), content });
    }
    for (const [index, { kind }] of entries.entries()) {
      this.#write(kind, content[index]);
    }
  }

  #take(line: InputLine): void {
    if ("fault" in line) {
      return this.#refuse(line, new ChatError("bad_text", line.fault));
    }
    if (line.text.trim() === "") return;
    let call: Call | undefined;
    try {
      call = readCallLine(line.text);
      this.#do(call);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#refuse(line, error, call?.id);
    }
  }

  #do(call: Call): void {
    const request = readRequest(call);
    if (request.request === "msg") {
      const target = targetOf(request) ?? this.#stdin.target;
      this.#stdin.connection.say(request.content, target, request.id);
    } else if (request.request === "logout") {
      this.#stdin.finish();
    } else {
      this.#ask(request);
    }
  }

  #ask(request: Request): void {
    const id = this.#requests.hasRoom
      ? this.#stdin.connection.ask(request)
      : undefined;
    if (id === undefined) throw new ChatError("unavailable", NOT_NOW);
    this.#requests.ask(id);
  }

  #loseAnswers(): void {
    for (const id of this.#requests.lose()) {
      const { code, message } = new ChatError("unavailable", NO_ANSWER);
      this.#write("error", { code, content: message, id });
    }
  }

  #refuse({ number }: InputLine, error: ChatError, id?: string): void {
    this.#stdin.fail();
    const { code, message } = error;
    this.#write("error", { code, content: message, line: number, id });
  }

  #writeState(state: "online" | "waiting", fields: Fields): void {
    const { now = Date.now } = this.#options;
    const timestamp = new Date(now()).toISOString();
    this.#write("state", { timestamp, state, ...fields });
  }

  #write(type: string, fields: unknown): void {
    this.#options.out.lines([jsonLine(type, fields)]);
  }
}

const NOT_NOW = "Cannot ask this now: not connected, or too much was asked";
const NO_ANSWER = "Cannot tell: the connection was lost before the answer";

/**
 * Returns a payload without its token: who has it can take the name, and what
 * is written may end up in a log. What an old server answers gets the fields
 * that are known of it.
 */
function writtenFields(event: Event, payload: unknown): object {
  const { token: _, ...fields } = fieldsOf(payload);
  return {
    ...fields,
    ...("id" in event && event.id !== undefined ? { id: event.id } : {}),
    ...(event.kind === "names" ? { names: event.names } : {}),
  };
}
