/**
 * How long nothing was read from a peer, by the server's doing: it stood still,
 * or did something for that peer. What the peer sends meanwhile comes at once
 * afterwards, and is no haste.
 *
 * @module
 */

/** Clocks in milliseconds, which must not go back. */
export interface UnreadTimeOptions {
  /** How long the server has stood still, in all. */
  readonly stalledMs: () => number;
  /** @default {performance.now} */
  readonly now?: () => number;
}

/** One function for all peers: each would cost the memory of one. */
function realNow(): number {
  return performance.now();
}

/** The time of one peer. */
export class UnreadTime {
  readonly #stalledMs: () => number;
  readonly #now: () => number;
  #stalledBefore: number;
  #heldMs = 0;
  /** Missing while the peer is read. */
  #heldSince: number | undefined;

  /** Begins with a peer that is read. */
  constructor(
    { stalledMs, now = realNow }: UnreadTimeOptions,
  ) {
    this.#stalledMs = stalledMs;
    this.#now = now;
    this.#stalledBefore = stalledMs();
  }

  /** The peer is not read from here on. */
  hold(): void {
    this.#heldSince ??= this.#now();
  }

  /** The peer is read again. */
  release(): void {
    if (this.#heldSince === undefined) return;
    this.#heldMs += this.#now() - this.#heldSince;
    this.#heldSince = undefined;
  }

  /** Returns how long it was, since the last call; a part may count twice. */
  take(): number {
    const isHeld = this.#heldSince !== undefined;
    this.release();
    if (isHeld) this.hold();
    const stalled = this.#stalledMs();
    const ms = this.#heldMs + stalled - this.#stalledBefore;
    this.#heldMs = 0;
    this.#stalledBefore = stalled;
    return ms;
  }
}
