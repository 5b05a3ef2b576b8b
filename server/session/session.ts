/**
 * One peer's life, from its connection to its end: what it asks is done and
 * answered, what others say is shown to it; the seed's `ClientHandler`.
 *
 * @module
 */

import { ChatError, type CloseCode } from "../../shared/errors.ts";
import type { Frame } from "../../shared/frame.ts";
import { LOBBY } from "../../shared/names.ts";
import {
  type Call,
  type Identified,
  isMsg,
  type LoginRequest,
  readCall,
} from "../../shared/request.ts";
import type { Ticket } from "../net/admission.ts";
import { Cursor, type Reader } from "./cursor.ts";
import { Deadlines, type Stage } from "./deadlines.ts";
import type { Page } from "../chat/history_page.ts";
import type { Link, LinkOwner } from "../net/link.ts";
import type { Outcome } from "../log/log.ts";
import { followFrom, MODERN_VERSION } from "./login_history.ts";
import type { Batch, Payload, WireForm } from "../chat/payload.ts";
import {
  CANNOT_READ,
  farewell,
  PING,
  RECEIVED,
  refusal,
  settlement,
} from "../chat/replies.ts";
import { RateLimit } from "./rate_limit.ts";
import { RequestQueue, type Worker } from "./request_queue.ts";
import { dispatch } from "../requests/mod.ts";
import type { Hall, Peer } from "../requests/peer.ts";
import type { SessionContext } from "./session_context.ts";
import type { User } from "../chat/user.ts";

/** One peer. */
export class Session implements Peer, Reader, LinkOwner, Worker<Frame> {
  readonly #context: SessionContext;
  readonly #ticket: Ticket;
  readonly #limit: RateLimit;
  readonly #cursor: Cursor;
  readonly #queue: RequestQueue<Frame>;
  readonly #deadlines: Deadlines;
  #user: User | undefined;
  #name: string | undefined;
  #version = 1;
  #canResume = false;
  #hasEnded = false;
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
    this.#deadlines = new Deadlines(link, context.settings.loginMs);
    this.#limit = new RateLimit(context.settings.rate);
    this.#cursor = new Cursor(context, LOBBY, this);
    this.#queue = new RequestQueue(this);
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

  /** The form in which the peer gets its payloads. */
  get form(): WireForm {
    return this.link.form;
  }

  /** Whether payloads reach the peer. */
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
  answer({ id }: Identified, payload: Payload): void {
    this.link.send(id === undefined ? payload : { ...payload, id });
  }

  /** Shows a page of the past. */
  showPage(page: Page, more: boolean, call?: Call): void {
    const payload = { response: "history", page, fields: { more } } as const;
    if (call) this.answer(call, payload);
    else this.link.send(payload);
  }

  /** From here on the peer is this user. */
  enter(user: User, { version, token }: LoginRequest): void {
    this.#user = user;
    this.#version = version ?? 1;
    this.link.asksForMore = version !== undefined;
    this.#canResume = this.#isModern || token !== undefined;
    this.#name = user.name;
    this.#ticket.loggedIn();
    this.#context.onLogin(this);
  }

  /** Shows the past asked for, then live. */
  follow(login: LoginRequest): Promise<void> {
    const { chat, log: { name, last }, settings } = this.#context;
    const context = { name, last, wire: this.form, ...settings };
    chat.listen(this);
    return followFrom(this.#cursor, login, context)
      .catch((error) => this.cannotRead(error));
  }

  /** Puts a message into the log; answered when it is stored. */
  say(call: Call, room: string, text: string): void {
    const author = this.#user?.name ?? "";
    const settle = (outcome: Outcome) => this.#settled(call, room, outcome);
    this.#queue.hold();
    const draft = { target: { room }, author, text, settle };
    this.#context.log.append(call.id ? { ...draft, id: call.id } : draft);
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
    this.close("replaced");
  }

  /** Resolves when there is room for more. */
  drained(): Promise<void> {
    return this.link.drained();
  }

  /** What the reader needs is no longer in the log. */
  fellBehind(): void {
    this.close("slow");
  }

  /** What the reader needs cannot be read; later it may come back for it. */
  cannotRead(error: unknown): void {
    this.#refuse(error);
    this.close("shutdown", CANNOT_READ);
  }

  /** Says why, and closes. */
  close(code: CloseCode, words?: Partial<Payload>): void {
    if (!this.isOpen) return;
    this.#closeCode = code;
    this.#queue.clear();
    this.link.close(farewell(code, words));
  }

  /** Takes what the peer sent. */
  receive(frames: readonly Frame[]): void {
    this.#queue.push(frames);
  }

  /** Takes the end of what the peer says; it may still be reading. */
  ended(): void {
    this.#hasEnded = true;
    this.goOn();
  }

  /** Takes the end of the connection. */
  gone(): void {
    this.#queue.clear();
    this.#ticket.release();
    if (this.#user) this.#context.onLost(this, this.#user);
    this.#context.onOver(this);
  }

  /** Does one of the things the peer asked. */
  run(frame: Frame): void | Promise<void> {
    if (!this.isOpen) return;
    if (frame.kind === "http") return this.link.abort();
    if (frame.kind === "fatal") return this.close("too_long");
    const verdict = this.#limit.take(this.#user !== undefined);
    if (verdict === "cut") return this.close("rate");
    return this.#answer(frame, verdict);
  }

  /** Whether this may be done while messages wait for the log. */
  mayOverlap(frame: Frame): boolean {
    return frame.kind === "value" && isMsg(frame.value);
  }

  /** What to wait for while too much waits to be sent. */
  congestion(): Promise<void> | undefined {
    return this.link.isCongested ? this.link.drained() : undefined;
  }

  /** Asks for more when there is room; closes when the peer has said all. */
  goOn(): void {
    if (this.#queue.hasRoom) this.link.resume();
    else this.link.pause();
    if (this.#hasEnded && this.#queue.isIdle) this.link.close();
  }

  /** Does what is due. */
  tick(now: number): void {
    const due = this.#deadlines.check(now, this.#stage);
    if (due?.kind === "close") this.close(due.code);
    if (due?.kind === "ping") this.link.send(PING);
    if (due?.kind === "cut") this.cut(due.code);
  }

  /** Closes at once, without a word: who does not read cannot be told. */
  cut(code?: CloseCode): void {
    this.#closeCode ??= code;
    this.link.abort();
  }

  get #stage(): Stage {
    if (!this.#user) return "before_login";
    return this.#isModern ? "modern_client" : "old_client";
  }

  get #isModern(): boolean {
    return this.#version >= MODERN_VERSION;
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
      // Messages before it are answered first.
      return this.#queue.afterMessages(() => this.#refuse(error, call));
    }
  }

  #refuse(error: unknown, call: Identified = {}): void {
    if (!(error instanceof ChatError)) {
      this.#context.logger.bug("request", error);
    }
    this.answer(call, refusal(error));
  }

  #settled(call: Call, room: string, outcome: Outcome): void {
    const isAwaited = call.id !== undefined || outcome.kind === "refused";
    if (isAwaited) this.answer(call, settlement(outcome, room));
    else if (this.link.isBare) this.link.send(RECEIVED);
    this.#queue.release();
  }
}
