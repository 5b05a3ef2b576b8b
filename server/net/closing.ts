/**
 * The end of a connection, step by step: `closing` while the last bytes wait,
 * `lingering` while the peer may read them, `closed`. Closing with unread bytes
 * would reset the connection, and the peer would lose its last payload.
 *
 * @module
 */

import { LINGER_MS, WRITE_MS } from "./limits.ts";

/** How far the end of a connection has come. */
export type ClosingState = "closing" | "lingering" | "closed";

/** The end of one connection, from the moment it begins; no step goes back. */
export class Closing {
  #state: ClosingState = "closing";
  /** When the step began that it is at. */
  #since: number;

  /** Begins the end. */
  constructor(now: number) {
    this.#since = now;
  }

  /** How far it has come. */
  get state(): ClosingState {
    return this.#state;
  }

  /** All is sent; the peer may read it. */
  linger(now: number): void {
    if (this.#state !== "closing") return;
    this.#state = "lingering";
    this.#since = now;
  }

  /** The connection is over. */
  end(): void {
    this.#state = "closed";
  }

  /** Whether the peer had its time to take what waits, or to read it. */
  isOverdue(now: number): boolean {
    const limit = this.#state === "closing" ? WRITE_MS : LINGER_MS;
    return now - this.#since > limit;
  }
}
