/**
 * Whether a silent client is still there: asked after a while, given up later.
 * Knows nothing of how it is asked.
 *
 * @module
 */

/** A silent client of version 2 is asked for a sign of life. */
export const PING_MS = 30_000;
/** And has so long to give it. */
export const PONG_MS = 15_000;

/** One client's signs of life. */
export class Heartbeat {
  #isAsked = false;

  /** Says what to do with a client that has been silent for so long. */
  check(silentMs: number): "ping" | "give_up" | undefined {
    if (silentMs < PING_MS) {
      this.#isAsked = false;
      return undefined;
    }
    if (silentMs > PING_MS + PONG_MS) return "give_up";
    if (this.#isAsked) return undefined;
    this.#isAsked = true;
    return "ping";
  }
}
