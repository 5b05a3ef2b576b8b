/**
 * Whether a silent client is still there: pinged after a while, given up later.
 *
 * @module
 */

/** A client of version 2 that was silent for so long is pinged. */
export const PING_MS = 30_000;
/** It has so long to send any byte. */
export const PONG_MS = 15_000;

/** The pings of one client. */
export class Heartbeat {
  #isPinged = false;

  /** Returns what to do with a client that has been silent for so long. */
  check(silentMs: number): "ping" | "give_up" | undefined {
    if (silentMs < PING_MS) {
      this.#isPinged = false;
      return undefined;
    }
    if (silentMs > PING_MS + PONG_MS) return "give_up";
    if (this.#isPinged) return undefined;
    this.#isPinged = true;
    return "ping";
  }
}
