/**
 * How often one person may say something in a room whose owners want it slow.
 *
 * @module
 */

/** A message that somebody wants to say. */
export interface SlowMessage {
  readonly identity: number;
  /** By which the same message is known again. */
  readonly id: string | undefined;
  /** How long one has to wait after a message. */
  readonly waitMs: number;
  /** In milliseconds, on the clock of deadlines. */
  readonly now: number;
}

/** People who are remembered when they may say something again. */
export const MAX_WAITED = 1000;

/** What each person said last in one room. */
export class SlowMode {
  readonly #last = new Map<number, Pick<SlowMessage, "id" | "now">>();

  /**
   * Returns how much longer somebody has to wait, in milliseconds; 0 when it may
   * say this, which then counts. The same message again is no other.
   */
  take({ identity, id, waitMs, now }: SlowMessage): number {
    const last = this.#last.get(identity);
    if (last && id !== undefined && last.id === id) return 0;
    const leftMs = last ? last.now + waitMs - now : 0;
    if (leftMs > 0) return leftMs;
    this.#last.delete(identity); // so that the oldest is the first
    this.#last.set(identity, { id, now });
    this.#forget(now - waitMs);
    return 0;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#last.size;
  }

  /** Forgets who has waited long enough. */
  #forget(before: number): void {
    for (const [identity, { now }] of this.#last) {
      if (this.#last.size <= MAX_WAITED || now > before) return;
      this.#last.delete(identity);
    }
  }
}
