/**
 * The end of a connection, step by step: `closing` while the last bytes wait,
 * `lingering` while the peer may read them, `closed`. Closing with unread bytes
 * would reset the connection, and the peer would lose its last payload.
 *
 * @module
 */

import { LINGER_MS, WRITE_MS } from "./limits.ts";

/** Where a connection stands. */
export type LinkState = "open" | "closing" | "lingering" | "closed";

/** How far the end of one connection has come; a step never goes back. */
export class Closing {
  #state: LinkState = "open";
  #since = 0;

  /** Where the connection stands. */
  get state(): LinkState {
    return this.#state;
  }

  /** Begins the end; `false` when it has begun before. */
  begin(now: number): boolean {
    if (this.#state !== "open") return false;
    this.#state = "closing";
    this.#since = now;
    return true;
  }

  /** All is sent; the peer may read it. */
  linger(): void {
    if (this.#state === "closing") this.#state = "lingering";
  }

  /** The connection is over; `false` when it was before. */
  end(): boolean {
    if (this.#state === "closed") return false;
    this.#state = "closed";
    return true;
  }

  /** Whether the peer had its time to take what waits, or to read it. */
  isOverdue(now: number): boolean {
    if (this.#state === "open") return false;
    const limit = this.#state === "closing" ? WRITE_MS : LINGER_MS;
    return now - this.#since > limit;
  }
}
