/**
 * Messages of a server written out, each once: those that are stored, and those
 * that come, over any cut. What was written is noted after it was written. So
 * nothing is left out when the program is killed in between; the lines come
 * again the next time.
 *
 * @module
 */

import type {
  Event,
  HistoryEvent,
  MessageEvent,
  WelcomeEvent,
} from "../../shared/event.ts";
import {
  Connection,
  type ConnectionOptions,
} from "../connection/connection.ts";
import { CursorError, type ReadUpTo } from "./cursor_file.ts";
import type { CloseReason } from "../connection/close_reason.ts";
import { EXIT, exitCodeFor } from "../connection/exit_code.ts";
import { describeGap, type Gap, gapAfter } from "./gap.ts";
import { jsonLine } from "./json_line.ts";
import type {
  ConnectionEvents,
  ConnectionState,
} from "../connection/connection_events.ts";
import type { MessageLines } from "./message_lines.ts";
import { StatusReporter } from "./status_reporter.ts";
import type { Output } from "./output.ts";
import type { Notifier } from "./notifier.ts";
import type { LoginOptions } from "../connection/login.ts";

/** Where a tail begins. */
export type Begin =
  | { readonly kind: "newest"; readonly count: number }
  | {
    readonly kind: "after";
    readonly position: ReadUpTo;
    /** Whether it was found by its time. */
    readonly isVague: boolean;
    /** Whether a seq that is not there yet is no sign of another log. */
    readonly mayBeAhead?: true;
  };

/** Options for {@linkcode Tail}. */
export interface TailSetting {
  readonly connection: Omit<
    ConnectionOptions,
    "listener" | "giveUpMs" | "login"
  >;
  readonly begin: Begin;
  /** Whether it goes on with what comes. */
  readonly follows: boolean;
  /** Longest time without a connection. */
  readonly giveUpMs: number;
  /** Whether that time was asked for. */
  readonly hasTimeout: boolean;
  /** Where messages go. */
  readonly out: Output;
  readonly notifier: Notifier;
  readonly toLines: MessageLines;
  /** Whether programs read what is written. */
  readonly json: boolean;
  /** Remembers up to where everything was written; throws when it cannot. */
  readonly remember: (position: ReadUpTo) => void;
}

/** Reads a log and writes it out. */
export class Tail implements ConnectionEvents {
  readonly #options: TailSetting;
  readonly #reporter: StatusReporter;
  #begin: Begin;
  #connection: Connection | undefined;
  /** Up to where everything was written. */
  #position: ReadUpTo | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  /** The request that is answered after everything that was stored at login. */
  #pingId: string | undefined;
  #stored: ReadUpTo = { seq: 0 };
  #isIncomplete = false;
  #isStartingAgain = false;
  /** Set by what stops it. */
  #exitCode: number | undefined;

  /** Makes a tail; {@linkcode Tail.run} runs it. */
  constructor(options: TailSetting) {
    this.#options = options;
    this.#begin = options.begin;
    this.#reporter = new StatusReporter(options.notifier);
  }

  /**
   * Writes until everything stored is written, or for ever.
   *
   * @returns the exit code.
   */
  async run(): Promise<number> {
    let reason: CloseReason;
    do {
      this.#isStartingAgain = false;
      reason = await this.#connect();
    } while (this.#isStartingAgain && this.#exitCode === undefined);
    this.#save();
    if (this.#exitCode !== undefined) return this.#exitCode;
    this.#reporter.closed(reason);
    const { hasTimeout } = this.#options;
    const code = exitCodeFor(reason, { unsent: 0, hasTimeout });
    return code === EXIT.ok && this.#isIncomplete ? EXIT.incomplete : code;
  }

  /** Leaves now; the first reason is the one that counts. */
  stop(exitCode: number): void {
    this.#exitCode ??= exitCode;
    void this.#connection?.leave();
  }

  /** Checks at each login that all that is wanted is there. */
  onState(state: ConnectionState): void {
    if (state.kind !== "online") return this.#reporter.state(state);
    // Another log is reported as a gap.
    this.#reporter.state({ ...state, isSameLog: true });
    const { welcome } = state;
    if (welcome?.seq === undefined) return this.#refuseOldServer();
    if (!state.isSameLog) return this.#beginElsewhere(welcome);
    this.#checkPast(welcome);
    this.#stored = { seq: welcome.seq, log: welcome.log };
    this.#pingId = this.#connection?.ask({ request: "ping" });
  }

  /** Writes messages. */
  onEvent(event: Event, payload: unknown): void {
    if (this.#isStartingAgain) return;
    if (event.kind === "error") this.#reporter.error(event);
    if (event.kind === "message") this.#write(event, payload, event.seq);
    if (event.kind === "history") {
      this.#write(event, payload, event.messages.at(-1)?.seq);
    }
    if (event.kind === "pong" && event.id === this.#pingId) this.#caughtUp();
  }

  /** A tail sends no messages. */
  onSettled(): void {}

  async #connect(): Promise<CloseReason> {
    const { connection, giveUpMs } = this.#options;
    this.#connection = new Connection({
      ...connection,
      giveUpMs,
      login: loginOptionsFor(this.#begin),
      listener: this,
    });
    return await this.#connection.run();
  }

  #write(
    event: MessageEvent | HistoryEvent,
    payload: unknown,
    seq: number | undefined,
  ): void {
    const { out, toLines } = this.#options;
    out.lines(toLines(event, payload));
    if (seq !== undefined) this.#reached(seq);
  }

  #caughtUp(): void {
    const { seq } = this.#stored;
    this.#reached(Math.max(seq, this.#position?.seq ?? 0));
    if (!this.#options.follows) void this.#connection?.leave();
  }

  #reached(seq: number): void {
    // What was written last has perhaps not been read.
    if (this.#options.out.isClosed) return;
    this.#position = { seq, log: this.#stored.log };
    // Once for all that is written in this turn.
    this.#saveTimer ??= setTimeout(() => this.#save());
  }

  #save(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    if (!this.#position) return;
    try {
      this.#options.remember(this.#position);
    } catch (error) {
      if (!(error instanceof CursorError)) throw error;
      if (this.#exitCode === undefined) {
        this.#options.notifier.warn(error.message);
      }
      this.stop(EXIT.data);
    }
  }

  #checkPast({ forgotten = 0 }: WelcomeEvent): void {
    const wanted = this.#position
      ? { after: this.#position.seq, isVague: false }
      : wantedOf(this.#begin);
    const gap = wanted && gapAfter(wanted, forgotten);
    if (gap) this.#report(gap);
  }

  /**
   * Begins where the log ends, if that is before the seq that was asked for.
   * Of another log nothing must be lost, as what the old one had is.
   */
  #beginElsewhere({ seq = 0, log }: WelcomeEvent): void {
    const isAhead = this.#position === undefined &&
      this.#begin.kind === "after" && this.#begin.mayBeAhead;
    if (!isAhead) {
      this.#report({
        code: "log_changed",
        ...(log === undefined ? {} : { log }),
      });
    }
    const position = { seq: isAhead ? seq : 0, log };
    this.#begin = { kind: "after", position, isVague: false };
    this.#position = undefined;
    this.#isStartingAgain = true;
    void this.#connection?.leave();
  }

  #report(gap: Gap): void {
    const { json, out, notifier } = this.#options;
    this.#isIncomplete = true;
    notifier.warn(describeGap(gap));
    if (json) out.lines([jsonLine("gap", gap)]);
  }

  #refuseOldServer(): void {
    this.#options.notifier.warn(
      "This server does not number its messages: ktn connect can show them",
    );
    this.stop(EXIT.stranger);
  }
}

function loginOptionsFor(begin: Begin): LoginOptions {
  if (begin.kind === "newest") return { history: begin.count };
  const { seq, log } = begin.position;
  return { history: 0, from: { since: seq, log } };
}

function wantedOf(begin: Begin) {
  return begin.kind === "newest"
    ? undefined
    : { after: begin.position.seq, isVague: begin.isVague };
}
