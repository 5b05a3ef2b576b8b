/**
 * Messages of a server written out, each once: those that are stored, and those
 * that come, over any cut. What was written is noted after it was written. So
 * nothing is left out when the program is killed in between; the lines come
 * again the next time.
 *
 * @module
 */

import { entriesOf } from "../../shared/entry_event.ts";
import type {
  EntryEvent,
  Event,
  HistoryEvent,
  LeftEvent,
  WelcomeEvent,
} from "../../shared/event.ts";
import type { Target } from "../../shared/target.ts";
import { Connection } from "../connection/connection.ts";
import { CursorError, type ReadUpTo } from "./cursor_file.ts";
import type { CloseReason } from "../connection/close_reason.ts";
import { EXIT, exitCodeFor } from "../connection/exit_code.ts";
import { describeGap, type Gap, gapAfter } from "./gap.ts";
import { jsonLine } from "./json_line.ts";
import type {
  ConnectionEvents,
  ConnectionState,
} from "../connection/connection_events.ts";
import { StatusReporter } from "./status_reporter.ts";
import type { LoginOptions } from "../connection/login.ts";
import type { Begin, TailSetting } from "./tail_setting.ts";
import type { MergeBegin } from "./page_merge.ts";
import { isEntry, RoomsSession } from "./rooms_session.ts";

export type { Begin, TailSetting } from "./tail_setting.ts";

/** Reads a log and writes it out. */
export class Tail implements ConnectionEvents {
  readonly #options: TailSetting;
  readonly #reporter: StatusReporter;
  #begin: Begin;
  #connection: Connection | undefined;
  /** Up to where everything was written. */
  #position: ReadUpTo | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  /** What reads the conversations that were asked for, in this session. */
  #rooms: RoomsSession | undefined;
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
    this.#rooms?.lose();
    if (state.kind !== "online") return this.#reporter.state(state);
    // Another log is reported as a gap.
    this.#reporter.state({ ...state, isSameLog: true });
    const { welcome } = state;
    if (welcome?.seq === undefined) return this.#refuseOldServer();
    if (!state.isSameLog) return this.#beginElsewhere(welcome);
    this.#checkPast(welcome);
    this.#stored = { seq: welcome.seq, log: welcome.log };
    const { targets } = this.#options;
    const connection = this.#connection;
    if (!targets) this.#pingId = connection?.ask({ request: "ping" });
    else if (connection) void this.#readRooms(connection, targets, welcome);
  }

  /** Writes messages. */
  onEvent(event: Event, payload: unknown): void {
    if (this.#isStartingAgain) return;
    if (this.#rooms?.take(event, payload)) return;
    if (event.kind === "error") this.#reporter.error(event);
    if (event.kind === "left") this.#left(event);
    if (!this.#options.targets) this.#said(event, payload);
    if (event.kind === "pong" && event.id === this.#pingId) this.#caughtUp();
  }

  /** A tail sends no messages. */
  onSettled(): void {}

  async #connect(): Promise<CloseReason> {
    const { connection, giveUpMs } = this.#options;
    this.#connection = new Connection({
      ...connection,
      giveUpMs,
      login: this.#loginOptions(),
      listener: this,
    });
    return await this.#connection.run();
  }

  /** Who asks for some conversations reads each of them by itself. */
  #loginOptions(): LoginOptions {
    const { targets, version } = this.#options;
    const options = {
      ...loginOptionsFor(this.#begin),
      ...(version === undefined ? {} : { version }),
    };
    return targets ? { ...options, history: 0, resumes: false } : options;
  }

  /** Reads the conversations that were asked for, from where it stands. */
  async #readRooms(
    connection: Connection,
    targets: readonly Target[],
    welcome: WelcomeEvent,
  ): Promise<void> {
    const session = new RoomsSession({
      connection,
      targets,
      onEntries: (entries, upTo) => {
        for (const { event, payload } of entries) {
          if (this.#isWanted(event)) this.#write(event, payload);
        }
        this.#reached(upTo);
      },
    });
    this.#rooms = session;
    const past = await session.run(welcome, this.#mergeBegin());
    if (past.kind === "refused") {
      this.#options.notifier.warn(past.text);
      return this.stop(past.code);
    }
    if (past.kind === "done" && !this.#options.follows) {
      void connection.leave();
    }
  }

  /** A seq that was found by its time may be before it in other rooms. */
  #isWanted({ time = Infinity }: EntryEvent): boolean {
    return this.#begin.kind === "newest" ||
      time >= (this.#begin.notBefore ?? -Infinity);
  }

  #mergeBegin(): MergeBegin {
    if (this.#position) return { after: this.#position.seq };
    const begin = this.#begin;
    return begin.kind === "newest"
      ? { newest: begin.count }
      : { after: begin.position.seq };
  }

  /** Ends when nothing is left to read. */
  #left(event: LeftEvent): void {
    const { room, text, reason } = event;
    const why = reason === undefined ? text : `${text}: ${reason}`;
    this.#options.notifier.warn(`No longer in #${room}. ${why}`.trim());
    if (this.#rooms?.isEnd(event)) this.stop(EXIT.refused);
  }

  /** Writes what one is in brings by itself. */
  #said(event: Event, payload: unknown): void {
    if (isEntry(event)) this.#write(event, payload, event.seq);
    if (event.kind === "history") {
      this.#write(event, payload, entriesOf(event).at(-1)?.seq);
    }
  }

  #write(
    event: EntryEvent | HistoryEvent,
    payload: unknown,
    seq?: number,
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
