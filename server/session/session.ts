/**
 * One peer from its connection to its end: who it is, and how it goes. What it
 * asks is done by its request loop, what others send is shown by its feed; the
 * seed's `ClientHandler`.
 *
 * @module
 */

import { parseAddress } from "../../shared/address.ts";
import type { CloseCode } from "../../shared/errors.ts";
import type { Call, Identified, LoginRequest } from "../../shared/request.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";
import type { Dialect } from "../chat/entry_json.ts";
import type { Page } from "../chat/history_page.ts";
import type { Payload, WireForm } from "../chat/payload.ts";
import { CANNOT_READ, closeNotice, PING } from "../chat/replies.ts";
import type { Arrival } from "../chat/people.ts";
import type { Person, PersonLink } from "../chat/person.ts";
import type { Logger } from "../logging/logger.ts";
import type { Ticket } from "../net/admission.ts";
import type { Link } from "../net/link.ts";
import { networkOf } from "../net/network_address.ts";
import type { Ticker } from "../net/ticker.ts";
import type { PageFields, Saying, Services } from "../requests/peer.ts";
import type { Share } from "../scheduling/share.ts";
import type { DeliveryLimit } from "./delivery_limit.ts";
import { Deadlines, type Stage } from "./deadlines.ts";
import { Feed } from "./feed.ts";
import type { FeedOwner, FeedSource } from "./feed_parts.ts";
import { isResume, MODERN_VERSION, startFeed } from "./login_history.ts";
import { OwnMessages } from "./own_messages.ts";
import { RequestLoop, type RequestOwner } from "./request_loop.ts";

/** What a session needs beside its link. */
export interface SessionContext extends Services, FeedSource {
  readonly logger: Logger;
  readonly ticker: Ticker;
  /** How many messages may be on their way. */
  readonly deliveries: DeliveryLimit;
  /** Called when the peer has logged in. */
  readonly onLogin: (session: Session) => void;
  /** Called when the connection of a user ended before its logout. */
  readonly onLost: (session: Session, person: Person) => void;
  /** Called once, when the connection is over; after `onLost`. */
  readonly onOver: (session: Session) => void;
}

/** One peer. */
export class Session implements RequestOwner, PersonLink, FeedOwner {
  readonly #context: SessionContext;
  readonly #ticket: Ticket;
  readonly #feed: Feed;
  readonly #requests: RequestLoop;
  readonly #deadlines: Deadlines;
  readonly #messages: OwnMessages;
  #person: Person | undefined;
  #name: string | undefined;
  /** The number of this link among those of its person. */
  #number = 0;
  #version = 1;
  #canResume = false;
  #isGone = false;
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
    const options = { rate, logger, stalledMs: ticker.readStalledMs };
    const feed = this.#feed;
    const requests = new RequestLoop(this, link, options);
    this.#requests = requests;
    this.#messages = new OwnMessages(context, { peer: this, feed, requests });
    link.start(this.#requests);
  }

  /** What all handlers work on. */
  get services(): Services {
    return this.#context;
  }

  /** Missing before login. */
  get person(): Person | undefined {
    return this.#person;
  }

  /** The number of this link among those of its person. */
  get number(): number {
    return this.#number;
  }

  /** What the login asked for; 1 before it. */
  get version(): number {
    return this.#version;
  }

  /** What the client knows of. */
  get dialect(): Dialect {
    return this.knowsRooms ? "rooms" : "lobby";
  }

  /** Whether the client knows rooms; else it is in the lobby only. */
  get knowsRooms(): boolean {
    return this.#version >= ROOMS_VERSION;
  }

  /** The peer's network, for the limits of an address. */
  get network(): string {
    return networkOf(parseAddress(this.link.address).hostname);
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

  /** Sends something that answers nothing. */
  send(payload: Payload): void {
    this.link.send(payload);
  }

  /** Makes ready for somebody of whom the client's program is this old. */
  greet({ version = 1, token }: LoginRequest): void {
    this.#version = version;
    this.#canResume = this.#isModern || token !== undefined;
  }

  /** From here on the peer is this person. */
  enter({ person, link }: Arrival, { version }: LoginRequest): void {
    this.#person = person;
    this.#number = link;
    this.#name = person.name;
    if (version !== undefined) this.link.allowAllFields();
    if (this.#isGone) return this.#context.onLost(this, person);
    this.#ticket.loggedIn();
    this.link.loggedIn();
    this.#context.onLogin(this);
  }

  /** Shows the history asked for, then what is said. */
  async follow(login: LoginRequest): Promise<void> {
    const person = this.#person;
    if (!person || !this.link.isOpen) return;
    const { chat, log: { name, ancestors, last }, settings } = this.#context;
    const log = { log: name, ancestors };
    const { form: wire, dialect } = this;
    const context = { log, last, wire, dialect, ...settings };
    const purpose = isResume(login, context) ? "resume" : "newest";
    this.#feed.begin(chat.listen(person, this, purpose), {
      identity: person.identity,
      knowsOwnIds: this.#isModern,
      dialect,
    });
    await startFeed(this.#feed, login, context)
      .catch((error) => this.cannotRead(error));
  }

  /**
   * Puts a message into the log, at once if not too many are on their way;
   * answered when it is stored.
   *
   * @param make Checks that it may be said, when it is.
   */
  say(call: Call, make: () => Saying): void | Promise<void> {
    return this.#messages.say(call, () => {
      if (!this.link.isOpen || !this.#person) return undefined;
      this.#person.activeAt = this.#context.ticker.now;
      return make();
    });
  }

  /** Gives the name up and closes when all is sent. */
  leave(): void {
    const { people } = this.#context.chat;
    if (this.#person) people.logout(this.#person, this);
    this.#person = undefined;
    this.link.close();
  }

  /** Another one has its place now. */
  replace(): void {
    this.#person = undefined;
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
    this.#isGone = true;
    this.#ticket.release();
    if (this.#person) this.#context.onLost(this, this.#person);
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
    if (!this.#person) return "before_login";
    return this.#isModern ? "modern_client" : "old_client";
  }

  get #isModern(): boolean {
    return this.#version >= MODERN_VERSION;
  }
}
