/**
 * A connection over many sessions: it comes back after a cut, takes its name
 * again, resumes where it was, and sends again what was not acknowledged.
 *
 * @module
 */

import type { ErrorEvent, Event } from "../../shared/event.ts";
import type { LoginRequest, Request } from "../../shared/request.ts";
import { checkMessage, MAX_TEXT_BYTES } from "../../shared/text.ts";
import { ChatError } from "../../shared/errors.ts";
import { LOBBY_TARGET, type Target } from "../../shared/target.ts";
import { RetrySchedule } from "./retry_schedule.ts";
import { UnreachableError } from "./transport.ts";
import {
  abandoned,
  type CloseReason,
  closeReasonAfter,
  type Disconnect,
  disconnectMessage,
  isNameTaken,
  serverExplained,
} from "./close_reason.ts";
import { ClientSession } from "./client_session.ts";
import type { ConnectionOptions } from "./connection_options.ts";
import { Credentials } from "./credentials.ts";
import { dialInTime } from "./dial_in_time.ts";
import { GiveUpTimer } from "./give_up_timer.ts";
import { NameQueue } from "./name_queue.ts";
import { PendingAnswers } from "./pending_answers.ts";
import { PendingProgress } from "./pending_progress.ts";
import { RetryWait } from "./retry_wait.ts";
import type { SessionEvents } from "./session_options.ts";
import { TIMEOUTS } from "./timeouts.ts";
import { MAX_UNACKED, type Outgoing } from "./unacked_messages.ts";
import { MessageFilter } from "./message_filter.ts";
import { loginRequest } from "./login.ts";

export type { ConnectionOptions } from "./connection_options.ts";

/** A person's connection to a server. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #filter: MessageFilter;
  readonly #retries: RetrySchedule;
  readonly #giveUp: GiveUpTimer;
  readonly #stop = new AbortController();
  readonly #retryWait = new RetryWait(this.#stop.signal);
  readonly #credentials: Credentials;
  readonly #answers = new PendingAnswers();
  readonly #nameQueue: NameQueue;
  readonly #progress: PendingProgress;
  #session: ClientSession | undefined;
  #wasOnline = false;
  /** Why the last login was refused, if it was. */
  #refusal: ErrorEvent | undefined;
  /** Since somebody leaves: resolves with whether the name is free. */
  #leaving: Promise<boolean> | undefined;
  #maxTextBytes = MAX_TEXT_BYTES;

  /** Prepares a connection; {@linkcode Connection.run} opens it. */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#filter = new MessageFilter(options.name, options.login?.from);
    this.#retries = new RetrySchedule(options.backoff);
    this.#credentials = new Credentials(options);
    const { giveUpMs = Infinity, nameWaitMs = 0 } = options;
    this.#nameQueue = new NameQueue(nameWaitMs);
    this.#progress = new PendingProgress(options.pending);
    this.#giveUp = new GiveUpTimer(giveUpMs, () => this.#stop.abort());
    for (const { id, text } of options.pending.list()) {
      this.#filter.sent(id, text);
    }
  }

  /** Runs session after session, until there is a reason to close. */
  async run(): Promise<CloseReason> {
    this.#giveUp.start();
    try {
      for (;;) {
        const end = await this.#runSession();
        if (await this.#mayTryAgain(end)) continue;
        const reason = this.#closeReasonAfter(end);
        if (reason) return await this.#close(reason);
        this.#giveUp.start();
        await this.#wait(end);
      }
    } finally {
      this.#giveUp.stop();
      this.#progress.end();
    }
  }

  /**
   * Sends a message to a target, at once or when it is online again.
   *
   * @param id The same id is one message, however often it is sent.
   * @throws {ChatError} when no server would take it, or too much waits.
   */
  say(
    text: string,
    target: Target = LOBBY_TARGET,
    id: string = this.#options.nextId(),
  ): Outgoing {
    const { pending, now = Date.now } = this.#options;
    this.#check(text);
    const waiting = pending.find(id);
    if (waiting) return waiting;
    const message = { id, text, target, time: now() };
    pending.add(message);
    this.#filter.sent(message.id, text);
    return message;
  }

  /** Writes what waits; apart from `say`, so that many go out together. */
  push(): void {
    this.#session?.push();
  }

  /**
   * Sends a request, under an id of its own if it has none.
   *
   * @returns the id its answer carries on servers that know of ids, or nothing
   * when it cannot be sent now.
   */
  ask(request: Request): string | undefined {
    const { id = this.#options.nextId() } = request;
    return this.#session?.ask({ ...request, id }) ? id : undefined;
  }

  /**
   * Sends a request and resolves with its answer, which is not handed to the
   * listener: an event of kind `error` where it was refused.
   *
   * @returns nothing when it cannot be sent now, or the answer was lost.
   */
  async request(request: Request): Promise<Event | undefined> {
    const id = this.#answers.hasRoom ? this.ask(request) : undefined;
    return id === undefined ? undefined : await this.#answers.for(id);
  }

  /**
   * Waits until at most `count` messages are pending.
   *
   * @returns `false` when none was settled for `ms`, or it is all over.
   */
  async pendingAtMost(count: number, ms: number): Promise<boolean> {
    return await this.#progress.atMost(count, ms);
  }

  /** Leaves: logs out when online, and comes back no more. */
  async leave(): Promise<void> {
    this.#leaving ??= this.#session?.logout() ?? Promise.resolve(false);
    await this.#leaving;
    this.#stop.abort();
  }

  /** Tries to connect at once, if it waits to do so. */
  retryNow(): void {
    this.#retryWait.end();
  }

  #check(text: string): void {
    const { pending } = this.#options;
    checkMessage(text, this.#maxTextBytes);
    if (pending.size >= MAX_UNACKED) {
      throw new ChatError(
        "unavailable",
        `Cannot keep more than ${MAX_UNACKED} unsent messages`,
      );
    }
  }

  async #runSession(): Promise<Disconnect> {
    const { listener, pending, timeouts = TIMEOUTS } = this.#options;
    listener.onState({ kind: "connecting" });
    const { dial } = this.#options;
    const transport = await dialInTime(dial, this.#stop.signal);
    if (transport instanceof UnreachableError) return transport;
    const stop = () => transport.close();
    if (this.#stop.signal.aborted) stop();
    this.#stop.signal.addEventListener("abort", stop, { once: true });
    this.#session = new ClientSession({
      transport,
      login: this.#loginRequest(),
      pending,
      filter: this.#filter,
      timeouts,
      listener: {
        onOnline: this.#onOnline,
        onEvent: this.#onEvent,
        onSettled: (message, result) => {
          listener.onSettled(message, result);
          this.#progress.settled();
        },
      },
    });
    try {
      return await this.#session.run();
    } finally {
      this.#session = undefined;
      this.#answers.lose();
      pending.requeueAll();
      this.#stop.signal.removeEventListener("abort", stop);
    }
  }

  #loginRequest(): LoginRequest {
    const { name, login = {} } = this.#options;
    return loginRequest(login, {
      name,
      position: this.#filter,
      credentials: this.#credentials.fields,
    });
  }

  readonly #onOnline: SessionEvents["onOnline"] = ({ welcome, isSameLog }) => {
    this.#giveUp.stop();
    this.#retries.online();
    const again = this.#wasOnline;
    this.#wasOnline = true;
    this.#credentials.loggedIn(welcome);
    this.#maxTextBytes = welcome?.limits.text ?? MAX_TEXT_BYTES;
    this.#options.listener.onState({
      kind: "online",
      ...(welcome ? { welcome } : {}),
      again,
      isSameLog,
    });
  };

  readonly #onEvent: SessionEvents["onEvent"] = (event, payload) => {
    // A change of the password ends all other tokens.
    if (event.kind === "info") this.#credentials.renew(event.token);
    if (this.#answers.take(event)) return;
    this.#options.listener.onEvent(event, payload);
  };

  /** Whether a login that was refused for want of a password now has one. */
  async #mayTryAgain(end: Disconnect): Promise<boolean> {
    if (end.kind !== "refused" || this.#leaving) return false;
    if (!this.#credentials.isMissing(end.error)) return false;
    this.#giveUp.stop(); // nobody types in time
    const { signal } = this.#stop;
    const { promise: over, resolve } = Promise.withResolvers<false>();
    const stop = () => resolve(false);
    signal.addEventListener("abort", stop, { once: true });
    try {
      const completed = this.#credentials.complete(end.error);
      return await Promise.race([completed, over]);
    } finally {
      signal.removeEventListener("abort", stop);
      this.#giveUp.start();
    }
  }

  /** Returns why it closes, or nothing when it should come back. */
  #closeReasonAfter(end: Disconnect): CloseReason | undefined {
    if (this.#leaving) return { kind: "left" };
    // The last try ends unheard when it is given up.
    if (this.#giveUp.isOver) return abandoned(this.#refusal);
    this.#refusal = end.kind === "refused" ? end.error : undefined;
    if (isNameTaken(end)) this.#credentials.reject();
    const { keepsTrying = false } = this.#options;
    const isKnown = this.#wasOnline || this.#nameQueue.waits(end) ||
      (keepsTrying && end.kind !== "stranger");
    return closeReasonAfter(end, isKnown);
  }

  async #close(reason: CloseReason): Promise<CloseReason> {
    const isFree = reason.kind === "refused" || await this.#leaving === true;
    await this.#credentials.close(isFree);
    return reason;
  }

  async #wait(end: Disconnect): Promise<void> {
    const ms = this.#retries.waitMs(end);
    const why = disconnectMessage(end);
    const isKnown = serverExplained(end);
    this.#options.listener.onState({ kind: "waiting", ms, why, isKnown });
    await this.#retryWait.for(ms);
  }
}
