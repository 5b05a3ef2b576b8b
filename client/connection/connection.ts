/**
 * Many lives of a connection: comes back after a cut, takes the name and the
 * story up again, and says what was not confirmed once more.
 * Knows nothing of terminals, files and how things look.
 *
 * @module
 */

import type { LoginRequest, Request } from "../../shared/request.ts";
import { checkText, MAX_TEXT_BYTES } from "../../shared/text.ts";
import { ChatError } from "../../shared/errors.ts";
import type { Backoff } from "./backoff.ts";
import { UnreachableError, type Wire } from "./dial.ts";
import {
  type Ending,
  endingAfter,
  type LifeEnd,
  retryMsAfter,
  saidWhy,
  whyAway,
} from "./ending.ts";
import { Life, type LifeListener } from "./life.ts";
import type { Listener } from "./listener.ts";
import { PATIENCE, type Patience } from "./patience.ts";
import { MAX_PENDING, type Outgoing, type Pending } from "./pending.ts";
import { Story } from "./story.ts";
import { loginFor, type Wish } from "./wish.ts";

/** Options for {@linkcode Connection}. */
export interface ConnectionOptions {
  readonly dial: (signal: AbortSignal) => Promise<Wire>;
  readonly name: string;
  readonly pending: Pending;
  readonly nextId: () => string;
  readonly backoff: Backoff;
  readonly listener: Listener;
  /** What it asks for when it logs in. */
  readonly wish?: Wish;
  /** Whether it goes on trying when not even the first try worked. */
  readonly keepsTrying?: boolean;
  /**
   * Longest time without being online, in milliseconds.
   *
   * @default {Infinity}
   */
  readonly giveUpMs?: number | undefined;
  /** How long a life waits for what. */
  readonly patience?: Patience;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
}

/** Longest time for one try to connect. */
const DIAL_MS = 10_000;
/** A person's connection to a server, over all its lives. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #story: Story;
  readonly #stop = new AbortController();
  #life: Life | undefined;
  #token: string | undefined;
  #wasOnline = false;
  #gaveUp = false;
  #leaving = false;
  #over = false;
  #giveUpTimer: ReturnType<typeof setTimeout> | undefined;
  #maxTextBytes = MAX_TEXT_BYTES;
  #onProgress: ((moved: boolean) => void) | undefined;

  /** Prepares a connection; {@linkcode Connection.run} opens it. */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#story = new Story(options.name, options.wish?.from);
    for (const { id, text } of options.pending.list()) {
      this.#story.said(id, text);
    }
  }

  /** Lives until the end; comes back after every cut. */
  async run(): Promise<Ending> {
    this.#startGivingUp();
    try {
      for (let attempt = 0;; attempt++) {
        const end = await this.#live();
        const ending = this.#endingAfter(end);
        if (ending) return ending;
        if (end.kind === "cut" && end.online) attempt = 0;
        this.#startGivingUp();
        await this.#wait(end, attempt);
      }
    } finally {
      this.#stopGivingUp();
      this.#over = true;
      this.#onProgress?.(false);
    }
  }

  /**
   * Says something, now or when it is online again.
   *
   * @param id The same id is one message, however often it is said.
   * @throws {ChatError} when no server would take it, or too much waits.
   */
  say(text: string, id: string = this.#options.nextId()): Outgoing {
    const { pending, now = Date.now } = this.#options;
    this.#check(text);
    const waiting = pending.find(id);
    if (waiting) return waiting;
    const message = { id, text, time: now() };
    pending.add(message);
    this.#story.said(message.id, text);
    return message;
  }

  /** Sends what was said; apart from `say` so that it can be kept before. */
  push(): void {
    this.#life?.push();
  }

  /**
   * Sends a request, under an id of its own if it has none.
   *
   * @returns the id its answer carries on servers that know of ids, or nothing
   * when it cannot be sent now.
   */
  ask(request: Request): string | undefined {
    const { id = this.#options.nextId() } = request;
    return this.#life?.ask({ ...request, id }) ? id : undefined;
  }

  /**
   * Waits until at most `count` messages are pending.
   *
   * @returns `false` when none was settled for `ms`, or it is all over.
   */
  async pendingAtMost(count: number, ms: number): Promise<boolean> {
    while (this.#options.pending.size > count) {
      if (this.#over || !await this.#progress(ms)) return false;
    }
    return true;
  }

  /** Leaves: logs out when online, and comes back no more. */
  async leave(): Promise<void> {
    this.#leaving = true;
    await this.#life?.logout();
    this.#stop.abort();
  }

  #check(text: string): void {
    const { pending } = this.#options;
    checkText(text, this.#maxTextBytes);
    if (pending.size >= MAX_PENDING) {
      throw new ChatError(
        "unavailable",
        `Cannot keep more than ${MAX_PENDING} unsent messages`,
      );
    }
  }

  async #live(): Promise<LifeEnd> {
    const { listener, pending, patience = PATIENCE } = this.#options;
    listener.onState({ kind: "connecting" });
    const wire = await this.#dial();
    if (wire instanceof UnreachableError) return wire;
    const stop = () => wire.close();
    if (this.#stop.signal.aborted) stop();
    this.#stop.signal.addEventListener("abort", stop, { once: true });
    this.#life = new Life({
      wire,
      login: this.#login(),
      pending,
      story: this.#story,
      patience,
      listener: {
        onOnline: this.#onOnline,
        onEvent: (event, payload) => listener.onEvent(event, payload),
        onSettled: (message, verdict) => {
          listener.onSettled(message, verdict);
          this.#onProgress?.(true);
        },
      },
    });
    try {
      return await this.#life.run();
    } finally {
      this.#life = undefined;
      pending.takeAllBack();
      this.#stop.signal.removeEventListener("abort", stop);
    }
  }

  async #dial(): Promise<Wire | UnreachableError> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), DIAL_MS);
    const signal = AbortSignal.any([late.signal, this.#stop.signal]);
    try {
      return await this.#options.dial(signal);
    } catch (error) {
      if (error instanceof UnreachableError) return error;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #login(): LoginRequest {
    const { name, wish = {} } = this.#options;
    return loginFor(wish, { name, place: this.#story, token: this.#token });
  }

  readonly #onOnline: LifeListener["onOnline"] = ({ welcome, isSameLog }) => {
    this.#stopGivingUp();
    const again = this.#wasOnline;
    this.#wasOnline = true;
    this.#token = welcome?.token ?? this.#token;
    this.#maxTextBytes = welcome?.limits.text ?? MAX_TEXT_BYTES;
    this.#options.listener.onState({
      kind: "online",
      ...(welcome ? { welcome } : {}),
      again,
      isSameLog,
    });
  };

  /** Returns the ending, or nothing when it should come back. */
  #endingAfter(end: LifeEnd): Ending | undefined {
    if (this.#leaving) return { kind: "left" };
    if (this.#gaveUp) return { kind: "abandoned" };
    const { keepsTrying = false } = this.#options;
    const isKnown = this.#wasOnline ||
      (keepsTrying && end.kind !== "stranger");
    return endingAfter(end, isKnown);
  }

  async #wait(end: LifeEnd, attempt: number): Promise<void> {
    const { backoff, listener } = this.#options;
    const { promise, resolve } = Promise.withResolvers<void>();
    const ms = retryMsAfter(end) + backoff(attempt);
    const isKnown = saidWhy(end);
    listener.onState({ kind: "waiting", ms, why: whyAway(end), isKnown });
    const timer = setTimeout(resolve, ms);
    const stop = () => resolve();
    this.#stop.signal.addEventListener("abort", stop, { once: true });
    await promise;
    clearTimeout(timer);
    this.#stop.signal.removeEventListener("abort", stop);
  }

  /** Begins to count the time away, unless it is being counted. */
  #startGivingUp(): void {
    const { giveUpMs = Infinity } = this.#options;
    if (giveUpMs === Infinity || this.#giveUpTimer !== undefined) return;
    this.#giveUpTimer = setTimeout(() => {
      this.#gaveUp = true;
      this.#stop.abort();
    }, giveUpMs);
  }

  #stopGivingUp(): void {
    clearTimeout(this.#giveUpTimer);
    this.#giveUpTimer = undefined;
  }

  /** Resolves with whether a message was settled within `ms`. */
  async #progress(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), ms);
    this.#onProgress = resolve;
    const moved = await promise;
    clearTimeout(timer);
    return moved;
  }
}
