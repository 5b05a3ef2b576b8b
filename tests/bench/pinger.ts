/**
 * One who says nothing and asks for a `pong` again and again: how long the
 * server lets those wait who have nothing to do with what it does.
 *
 * @module
 */

/** A ping is sent so long after the last answer. */
const PAUSE_MS = 5;

/** When one client pings, and how long the answers took. */
export class Pinger {
  readonly #latencies: number[] = [];
  #sentAt: number | undefined;
  #dueAt = 0;

  /** Whether a ping is to be sent at this time, which is noted. */
  isDue(now: number): boolean {
    if (this.#sentAt !== undefined || now < this.#dueAt) return false;
    this.#sentAt = now;
    return true;
  }

  /** Notes that an answer came. */
  answered(now: number): void {
    if (this.#sentAt === undefined) return;
    this.#latencies.push(now - this.#sentAt);
    this.#sentAt = undefined;
    this.#dueAt = now + PAUSE_MS;
  }

  /** Forgets what was measured so far. */
  reset(): void {
    this.#latencies.length = 0;
  }

  /** Milliseconds until the answers, ascending. */
  get latencies(): readonly number[] {
    return this.#latencies.toSorted((a, b) => a - b);
  }
}
