/**
 * How the connection is, for the status row: whether it is up or when it is
 * tried again, what waits to be sent, and how slow the server is.
 * Knows nothing of connections and of how the row looks.
 *
 * @module
 */

import type { Outgoing } from "../connection/pending.ts";
import type { LinkState } from "../view/status_line.ts";

/** Where it is shown. */
export interface LinkDisplay {
  link: LinkState;
  unsent: number;
  lagMs: number | undefined;
  drawSoon(): void;
}

/** A server that answers within this time, in milliseconds, is not slow. */
export const LAG_BOUND_MS = 2000;
const SECOND_MS = 1000;

/** Keeps the status row true. */
export class LinkStatus {
  readonly #display: LinkDisplay;
  readonly #now: () => number;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #onlineSince: number | undefined;
  #tryAt = 0;
  #pending: readonly Outgoing[] = [];

  /** Shows on a display; `now` is a clock in milliseconds since 1970. */
  constructor(display: LinkDisplay, now: () => number = Date.now) {
    this.#display = display;
    this.#now = now;
  }

  /** It is up. */
  online(): void {
    this.#onlineSince ??= this.#now();
    this.#set({ kind: "online" });
  }

  /** It is being tried, or ended. */
  is(kind: "connecting" | "leaving" | "none"): void {
    this.#onlineSince = undefined;
    this.#set({ kind });
  }

  /** It is tried again in so many milliseconds. */
  waiting(ms: number): void {
    this.#onlineSince = undefined;
    this.#tryAt = this.#now() + ms;
    this.#set({ kind: "waiting", seconds: this.#secondsLeft });
  }

  /** These wait for their ack. */
  pending(messages: readonly Outgoing[]): void {
    this.#pending = messages;
    this.#tell();
  }

  /** Shows how things stand after some time. */
  tick(): void {
    this.#tell();
  }

  /** Time passes unnoticed from now on. */
  stop(): void {
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  get #secondsLeft(): number {
    return Math.max(0, Math.ceil((this.#tryAt - this.#now()) / SECOND_MS));
  }

  /** How long the oldest message waits for a server that is there. */
  get #lagMs(): number | undefined {
    const [oldest] = this.#pending;
    if (!oldest || this.#onlineSince === undefined) return undefined;
    const lag = this.#now() - Math.max(oldest.time, this.#onlineSince);
    return lag >= LAG_BOUND_MS ? lag : undefined;
  }

  #set(link: LinkState): void {
    this.#display.link = link;
    this.#tell();
  }

  #tell(): void {
    const display = this.#display;
    const { kind } = display.link;
    if (kind === "waiting") {
      display.link = { kind, seconds: this.#secondsLeft };
    }
    display.lagMs = this.#lagMs;
    // What is answered at once was never really unsent.
    const isWaiting = kind !== "online" || display.lagMs !== undefined;
    display.unsent = isWaiting ? this.#pending.length : 0;
    display.drawSoon();
    this.#tickWhile(kind === "waiting" || this.#pending.length > 0);
  }

  /** Time passes for who waits. */
  #tickWhile(isWaiting: boolean): void {
    if (!isWaiting) return this.stop();
    this.#ticker ??= setInterval(() => this.tick(), SECOND_MS);
  }
}
