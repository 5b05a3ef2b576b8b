/**
 * One peer's life, from its connection to its end: what it asks is done and
 * answered, what others say is shown to it; the seed's `ClientHandler`.
 * Knows nothing of bytes.
 *
 * @module
 */

import { ChatError, type CloseCode } from "../shared/errors.ts";
import type { Frame } from "../shared/framing.ts";
import { LOBBY } from "../shared/names.ts";
import { type Call, type LoginRequest, readCall } from "../shared/request.ts";
import type { Ticket } from "./admission.ts";
import { Cursor, type Reader } from "./cursor.ts";
import type { Page, PageStyle } from "./history.ts";
import {
  MAX_BARE_HISTORY_BYTES,
  MAX_PAYLOAD_BYTES,
  PING_MS,
  PONG_MS,
} from "./limits.ts";
import type { Link, LinkOwner } from "./link.ts";
import type { Outcome } from "./log/log.ts";
import type { Logger } from "./logging.ts";
import type { Batch, Payload } from "./payload.ts";
import { RateLimit } from "./rate_limit.ts";
import { RequestQueue } from "./request_queue.ts";
import { dispatch } from "./requests/mod.ts";
import type { Hall, Peer } from "./requests/peer.ts";
import type { User } from "./user.ts";

/** The version from which clients know presence and pages. */
const MODERN_VERSION = 2;

/** What a session needs beside its link. */
export interface SessionContext extends Hall {
  readonly logger: Logger;
  /** Called when the peer has logged in. */
  readonly onLogin: (session: Session) => void;
  /** Called when the connection of a user ended before its logout. */
  readonly onLost: (session: Session, user: User) => void;
  /** Called once, when the connection is over; after `onLost`. */
  readonly onOver: (session: Session) => void;
}

/** One peer. */
export class Session implements Peer, Reader, LinkOwner {
  readonly #context: SessionContext;
  readonly #ticket: Ticket;
  readonly #limit: RateLimit;
  readonly #cursor: Cursor;
  readonly #queue: RequestQueue<Frame>;
  readonly #startedAt: number;
  #user: User | undefined;
  #name: string | undefined;
  #version = 1;
  #canResume = false;
  #hasEnded = false;
  #isAsked = false;
  #closeCode: CloseCode | undefined;

  /** Makes a session; it begins when the link starts. */
  constructor(
    /** The peer's connection. */
    readonly link: Link,
    context: SessionContext,
    ticket: Ticket,
  ) {
    this.#context = context;
    this.#ticket = ticket;
    this.#startedAt = link.heardAt;
    this.#limit = new RateLimit(context.settings.rate);
    this.#cursor = new Cursor(context.log, LOBBY, this);
    this.#queue = new RequestQueue({
      run: (frame) => this.#run(frame),
      mayOverlap: isMessage,
      congestion: () => link.isCongested ? link.drained() : undefined,
      onProgress: () => this.#goOn(),
    });
  }

  /** What all handlers work on. */
  get hall(): Hall {
    return this.#context;
  }

  /** Missing before login. */
  get user(): User | undefined {
    return this.#user;
  }

  /** Under which name the peer logged in, kept when the user is gone. */
  get name(): string | undefined {
    return this.#name;
  }

  /** Whether the peer gets one payload at a time. */
  get isBare(): boolean {
    return this.link.isBare;
  }

  /** Whether payloads still reach the peer. */
  get isOpen(): boolean {
    return this.link.isOpen;
  }

  /** Whether the client can take its name back after a lost connection. */
  get canResume(): boolean {
    return this.#canResume;
  }

  /** Why the server closed the connection, if it did. */
  get closeCode(): CloseCode | undefined {
    return this.#closeCode;
  }

  /** Answers a call. */
  answer({ id }: Call, payload: Payload): void {
    this.link.send(id === undefined ? payload : { ...payload, id });
  }

  /** Shows a page of the past. */
  showPage({ json }: Page, more: boolean, call?: Call): void {
    const fields = { more };
    const payload = { response: "history", contentJson: json, fields } as const;
    if (call) this.answer(call, payload);
    else this.link.send(payload);
  }

  /** From here on the peer is this user. */
  enter(user: User, { version = 1, token }: LoginRequest): void {
    this.#user = user;
    this.#version = version;
    this.#canResume = this.#isModern || token !== undefined;
    this.#name = user.name;
    this.#ticket.loggedIn();
    this.#context.onLogin(this);
  }

  /** Shows the past asked for, then live. */
  async follow({ since, history }: LoginRequest): Promise<void> {
    const { chat, log, settings } = this.#context;
    chat.listen(this);
    const style = this.#pageStyle();
    if (since !== undefined && since <= log.last) {
      await this.#cursor.followSince(since, style);
    } else if (this.#isModern || history !== undefined) {
      const limit = history ?? settings.historyLength;
      await this.#cursor.followPaged(limit, style);
    } else {
      await this.#cursor.followNewest(settings.historyLength, style);
    }
  }

  /** Puts a message into the log; answered when it is stored. */
  say(call: Call, room: string, text: string): void {
    const author = this.#user?.name ?? "";
    const { id } = call;
    const settle = (outcome: Outcome) => this.#settled(call, room, outcome);
    this.#queue.hold();
    this.#context.log.append({ room, author, text, settle, ...(id && { id }) });
  }

  /** Gives the name up and closes when all is sent. */
  leave(): void {
    if (this.#user) this.#context.chat.logout(this.#user, this);
    this.#user = undefined;
    this.link.close();
  }

  /** Shows a live batch, now or from the log. */
  show(batch: Batch): void {
    this.#cursor.show(batch);
  }

  /** Shows entries that are not the user's own. */
  deliver(batch: Batch): boolean {
    return this.link.deliver(batch, this.#user?.key ?? "");
  }

  /** Tells who came and left. */
  tell(presence: Payload): void {
    // One that lags asks for `names` when it has caught up; presence has no log.
    if (this.#isModern && !this.link.isCongested) this.link.send(presence);
  }

  /** Somebody else has the name now. */
  replace(): void {
    this.#user = undefined;
    this.close("replaced", "Closing: you came back on another connection");
  }

  /** Resolves when there is room for more. */
  drained(): Promise<void> {
    return this.link.drained();
  }

  /** What the reader needs is no longer in the log. */
  fellBehind(): void {
    this.close("slow", "Closing: too slow for what is kept");
  }

  /** Says why, and closes. */
  close(code: CloseCode, content: string, fields?: Payload["fields"]): void {
    if (!this.isOpen) return;
    this.#closeCode = code;
    this.#queue.clear();
    const lastWords = { response: "error", content, code } as const;
    this.link.close(fields ? { ...lastWords, fields } : lastWords);
  }

  /** Takes what the peer sent. */
  receive(frames: readonly Frame[]): void {
    this.#queue.push(frames);
  }

  /** Takes the end of what the peer says; it may still be reading. */
  ended(): void {
    this.#hasEnded = true;
    this.#goOn();
  }

  /** Takes the end of the connection. */
  gone(): void {
    this.#queue.clear();
    this.#ticket.release();
    if (this.#user) this.#context.onLost(this, this.#user);
    this.#context.onOver(this);
  }

  /** Looks at the deadlines. */
  tick(now: number): void {
    const overdue = this.link.overdue();
    if (overdue === "value_timeout") {
      return this.close(overdue, "Closing: a value was not completed in time");
    }
    if (overdue) return this.#cut(overdue);
    if (this.#user) return this.#checkSilence(now - this.link.heardAt);
    if (now - this.#startedAt > this.#context.settings.loginMs) {
      this.close("login_timeout", "Closing: nobody logged in in time");
    }
  }

  get #isModern(): boolean {
    return this.#version >= MODERN_VERSION;
  }

  #pageStyle(): PageStyle {
    const { isBare } = this;
    return {
      form: this.#isModern ? "objects" : this.#context.settings.historyForm,
      isAscii: isBare,
      maxBytes: isBare ? MAX_BARE_HISTORY_BYTES : MAX_PAYLOAD_BYTES,
      keep: "newest",
    };
  }

  /** One that does not read cannot be told why; the operator's log is. */
  #cut(reason: "slow" | "lingered"): void {
    if (reason === "slow") this.#closeCode = "slow";
    this.link.abort();
  }

  #checkSilence(silentMs: number): void {
    if (!this.#isModern || this.link.isPaused) return;
    if (silentMs < PING_MS) this.#isAsked = false;
    else if (silentMs > PING_MS + PONG_MS) {
      this.close("idle", "Closing: no sign of life");
    } else if (!this.#isAsked) {
      this.#isAsked = true;
      this.link.send({ response: "info", content: "ping", code: "ping" });
    }
  }

  #run(frame: Frame): void | Promise<void> {
    if (!this.isOpen) return;
    if (frame.kind === "http") return this.link.abort();
    if (frame.kind === "fatal") {
      return this.close("too_long", frame.error.message);
    }
    const verdict = this.#limit.take(this.#user !== undefined);
    if (verdict === "cut") {
      return this.close("rate", "Closing: too much at once");
    }
    return this.#answer(frame, verdict);
  }

  #answer(
    frame: Frame & { kind: "value" | "fault" },
    verdict: "go" | "refuse",
  ): void | Promise<void> {
    let call: Call | undefined;
    try {
      if (frame.kind === "fault") throw frame.error;
      call = readCall(frame.value);
      if (verdict === "refuse") {
        throw new ChatError("rate", "Cannot take so much at once: slow down");
      }
      return dispatch(this, call)?.catch((error) => this.#refuse(error, call));
    } catch (error) {
      this.#refuse(error, call);
    }
  }

  /** The only place where an error becomes a payload. */
  #refuse(error: unknown, call?: Call): void {
    const isRefusal = error instanceof ChatError;
    if (!isRefusal) this.#context.logger.bug("request", error);
    const code = isRefusal ? error.code : "unavailable";
    const content = isRefusal
      ? error.message
      : "Cannot do this: the server made a mistake, and its log says which";
    const payload = { response: "error", content, code } as const;
    if (call) this.answer(call, payload);
    else this.link.send(payload);
  }

  #settled(call: Call, room: string, outcome: Outcome): void {
    if (outcome.kind === "refused") this.#refuse(outcome.error, call);
    else if (call.id !== undefined) this.#acknowledge(call, room, outcome);
    else if (this.isBare) {
      this.link.send({ response: "info", content: "Message received" });
    }
    this.#queue.release();
  }

  #acknowledge(
    call: Call,
    room: string,
    outcome: Exclude<Outcome, { kind: "refused" }>,
  ): void {
    const fields = outcome.kind === "stored"
      ? { seq: outcome.entry.seq, room }
      : { seq: outcome.seq, room, duplicate: true };
    const content = "Message received";
    this.answer(call, { response: "info", content, code: "ack", fields });
  }

  /** Asks for more when there is room; closes when the peer has said all. */
  #goOn(): void {
    if (this.#queue.hasRoom) this.link.resume();
    else this.link.pause();
    if (this.#hasEnded && this.#queue.isIdle) this.link.close();
  }
}

function isMessage(frame: Frame): boolean {
  if (frame.kind !== "value") return false;
  const { value } = frame;
  return typeof value === "object" && value !== null && "request" in value &&
    (value.request === "msg" || value.request === "message");
}
