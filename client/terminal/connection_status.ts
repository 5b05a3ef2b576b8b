/**
 * How the connection is, for the status row: whether it is up or when it is
 * tried again, what waits to be sent, and how slow the server is.
 *
 * @module
 */

import type { ConnectionFacts, Protection } from "../view/chat_screen.ts";
import type { ConnectionPhase } from "../view/status_line.ts";

/** A message that waits for its ack. */
export interface WaitingMessage {
  /** When it was typed, in milliseconds since 1970. */
  readonly time: number;
}

/** A server that answers within this time, in milliseconds, is not slow. */
export const LAG_BOUND_MS = 2000;
const SECOND_MS = 1000;

/** Keeps the status row true. */
export class ConnectionStatus {
  readonly #show: (facts: ConnectionFacts) => void;
  readonly #now: () => number;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #kind: ConnectionPhase["kind"] = "none";
  #onlineSince: number | undefined;
  #tryAt = 0;
  #pending: readonly WaitingMessage[] = [];
  /** Whether the name is an account's; missing until the server says so. */
  #isRegistered: boolean | undefined = false;

  /** Takes what shows it; `now` is a clock in milliseconds since 1970. */
  constructor(
    show: (facts: ConnectionFacts) => void,
    now: () => number = Date.now,
  ) {
    this.#show = show;
    this.#now = now;
  }

  /** Notes how the connection is; a change of it. */
  setState(kind: Exclude<ConnectionPhase["kind"], "waiting">): void {
    if (kind === "online") this.#onlineSince ??= this.#now();
    else this.#onlineSince = undefined;
    this.#kind = kind;
    this.#update();
  }

  /** Notes that it is tried again in so many milliseconds. */
  setWaiting(ms: number): void {
    this.#onlineSince = undefined;
    this.#tryAt = this.#now() + ms;
    this.#kind = "waiting";
    this.#update();
  }

  /** Notes whether the name is an account's; missing until that is known. */
  setRegistered(isRegistered: boolean | undefined): void {
    this.#isRegistered = isRegistered;
    this.#update();
  }

  /** Notes what waits for its ack. */
  setPending(messages: readonly WaitingMessage[]): void {
    this.#pending = messages;
    this.#update();
  }

  /** Shows how things stand after some time. */
  tick(): void {
    this.#update();
  }

  /** Ends it: there is no connection, and nothing waits. */
  stop(): void {
    this.#kind = "none";
    this.#onlineSince = undefined;
    this.#pending = [];
    this.#update();
  }

  get #state(): ConnectionPhase {
    const kind = this.#kind;
    if (kind !== "waiting") return { kind };
    const left = Math.ceil((this.#tryAt - this.#now()) / SECOND_MS);
    return { kind, seconds: Math.max(0, left) };
  }

  /** How long the oldest message waits for a server that is there. */
  get #lagMs(): number | undefined {
    const [oldest] = this.#pending;
    if (!oldest || this.#onlineSince === undefined) return undefined;
    const lag = this.#now() - Math.max(oldest.time, this.#onlineSince);
    return lag >= LAG_BOUND_MS ? lag : undefined;
  }

  /** No transport encrypts yet. */
  get #protection(): Protection {
    return { isEncrypted: false, isRegistered: this.#isRegistered };
  }

  #update(): void {
    const lagMs = this.#lagMs;
    // What is answered at once was never really unsent.
    const isWaiting = this.#kind !== "online" || lagMs !== undefined;
    const unsent = isWaiting ? this.#pending.length : 0;
    const protection = this.#kind === "online" ? this.#protection : undefined;
    this.#show({ state: this.#state, unsent, lagMs, protection });
    this.#tickWhile(this.#kind === "waiting" || this.#pending.length > 0);
  }

  /** Time passes for who waits. */
  #tickWhile(isWaiting: boolean): void {
    if (isWaiting) {
      this.#ticker ??= setInterval(() => this.tick(), SECOND_MS);
      return;
    }
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }
}
