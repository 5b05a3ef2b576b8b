/**
 * One peer from its connection to its end: who it is, and how it goes. What it
 * asks is done by its request loop, what others send is shown by its feed; the
 * seed's `ClientHandler`.
 *
 * @module
 */

import type { CloseCode } from "../../shared/errors.ts";
import type { Call, Identified, LoginRequest } from "../../shared/request.ts";
import type { Target } from "../../shared/target.ts";
import type { Member } from "../chat/chat.ts";
import type { Page } from "../chat/history_page.ts";
import type { Payload, WireForm } from "../chat/payload.ts";
import {
  CANNOT_READ,
  closeNotice,
  outcomeReply,
  PING,
  RECEIVED,
} from "../chat/replies.ts";
import type { User } from "../directory/name_registry.ts";
import { LOBBY_KEY } from "../log/conversation.ts";
import type { Outcome } from "../log/log.ts";
import type { Logger } from "../logging/logger.ts";
import type { Ticket } from "../net/admission.ts";
import type { Link } from "../net/link.ts";
import type { Ticker } from "../net/ticker.ts";
import type { PageFields, Services } from "../requests/peer.ts";
import type { Share } from "../scheduling/share.ts";
import { Deadlines, type Stage } from "./deadlines.ts";
import { Feed, type FeedOwner, type FeedSource } from "./feed.ts";
import { MODERN_VERSION, startFeed } from "./login_history.ts";
import { RequestLoop, type RequestOwner } from "./request_loop.ts";

/** What a session needs beside its link. */
export interface SessionContext extends Services, FeedSource {
  readonly logger: Logger;
  readonly ticker: Ticker;
  /** Called when the peer has logged in. */
  readonly onLogin: (session: Session) => void;
  /** Called when the connection of a user ended before its logout. */
  readonly onLost: (session: Session, user: User) => void;
  /** Called once, when the connection is over; after `onLost`. */
  readonly onOver: (session: Session) => void;
}

/** One peer. */
export class Session implements RequestOwner, Member, FeedOwner {
  readonly #context: SessionContext;
  readonly #ticket: Ticket;
  readonly #feed: Feed;
  readonly #requests: RequestLoop;
  readonly #deadlines: Deadlines;
  #user: User | undefined;
  #name: string | undefined;
  #version = 1;
  #canResume = false;
  #closeCode: CloseCode | undefined;

  /** Makes a session, and begins to read. */
  constructor(
    /** The peer's connection. */
    readonly link: Link,
    context: SessionContext,
    ticket: Ticket,
  ) {
    const { logger, ticker, settings: { rate, loginMs } } = context;
    this.#context = context;
    this.#ticket = ticket;
    this.#deadlines = new Deadlines(link, loginMs);
    this.#feed = new Feed(context, link, this);
    const stalledMs = () => ticker.stalledMs;
    const options = { rate, logger, stalledMs };
    this.#requests = new RequestLoop(this, link, options);
    link.start(this.#requests);
  }

  /** What all handlers work on. */
  get services(): Services {
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

  /** The peer's share of the event loop. */
  get share(): Share {
    return this.link.share;
  }

  /** What hears, for this session, what is said. */
  get listener(): Feed {
    return this.#feed;
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

  /** Answers a call with a page of the history. */
  answerPage(call: Call, page: Page, fields: PageFields): void {
    this.answer(call, { response: "history", page, fields: { ...fields } });
  }

  /** From here on the peer is this user. */
  enter(user: User, { version, token }: LoginRequest): void {
    this.#user = user;
    this.#name = user.name;
    this.#version = version ?? 1;
    this.#canResume = this.#isModern || token !== undefined;
    if (version !== undefined) this.link.allowAllFields();
    this.#ticket.loggedIn();
    this.link.loggedIn();
    this.#context.onLogin(this);
  }

  /** Shows the history asked for, then what is said. */
  follow(login: LoginRequest): Promise<void> {
    const { chat, log: { name, ancestors, last }, settings } = this.#context;
    const reader = { key: this.#user?.key ?? "", isModern: this.#isModern };
    this.#feed.hear(chat.listen(this.#feed), reader);
    const log = { log: name, ancestors };
    const context = { log, last, wire: this.form, ...settings };
    return startFeed(this.#feed, login, context)
      .catch((error) => this.cannotRead(error));
  }

  /** Puts a message into the log; answered when it is stored. */
  say(call: Call, target: Target, text: string): void {
    const author = this.#user?.name ?? "";
    const { id } = call;
    const settle = (outcome: Outcome) => this.#settled(call, target, outcome);
    const said = {
      conversation: LOBBY_KEY,
      target,
      author,
      by: 0,
      text,
      settle,
    };
    this.#requests.hold();
    this.#context.log.append(id === undefined ? said : { ...said, id });
  }

  /** Gives the name up and closes when all is sent. */
  leave(): void {
    if (this.#user) this.#context.chat.logout(this.#user, this);
    this.#user = undefined;
    this.link.close();
  }

  /** Somebody else has the name now. */
  replace(): void {
    this.#user = undefined;
    this.close("replaced");
  }

  /** What the feed needs is no longer in the log. */
  fellBehind(): void {
    this.close("slow");
  }

  /** What the feed needs cannot be read; later the peer may come back for it. */
  cannotRead(error: unknown): void {
    this.#requests.refuse(error);
    this.close("shutdown", CANNOT_READ);
  }

  /** Closes, with the reason. */
  close(code: CloseCode, payload?: Partial<Payload>): void {
    if (!this.link.isOpen) return;
    this.#closeCode = code;
    this.#requests.clear();
    this.link.close(closeNotice(code, payload));
  }

  /** Closes at once, without a reason: who does not read gets none. */
  cut(code?: CloseCode): void {
    this.#closeCode ??= code;
    this.link.abort();
  }

  /** Takes the end of the connection. */
  gone(): void {
    this.#ticket.release();
    if (this.#user) this.#context.onLost(this, this.#user);
    this.#context.onOver(this);
  }

  /** Does what is due. */
  tick(now: number): void {
    const due = this.#deadlines.check(now, this.#stage);
    if (due?.kind === "close") this.close(due.code);
    if (due?.kind === "ping") this.link.send(PING);
    if (due?.kind === "cut") this.cut(due.code);
  }

  get #stage(): Stage {
    if (!this.#user) return "before_login";
    return this.#isModern ? "modern_client" : "old_client";
  }

  get #isModern(): boolean {
    return this.#version >= MODERN_VERSION;
  }

  #settled(call: Call, target: Target, outcome: Outcome): void {
    try {
      if (outcome.kind === "stored") this.#feed.stored(outcome.entry.seq);
      const isAwaited = call.id !== undefined || outcome.kind === "refused";
      if (isAwaited) this.answer(call, outcomeReply(outcome, target));
      else if (this.form !== "lines") this.link.send(RECEIVED);
    } finally {
      this.#requests.release(); // else the peer would stay paused
    }
  }
}
