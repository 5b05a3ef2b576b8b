/**
 * Whether messages come in a stream: then it pays to gather a little longer, for
 * a commit and a round of writes cost the same for one message as for a
 * hundred. Somebody who says something now and then never waits.
 * Knows nothing of what is gathered.
 *
 * @module
 */

/** A group of at least so many messages is part of a stream ... */
const STREAM_GROUP = 8;
/** ... and so is what follows it within this time, in milliseconds. */
const STREAM_MS = 10;

/** Options for {@linkcode Pace}. */
export interface PaceOptions {
  /**
   * Clock in milliseconds; must not go back.
   *
   * @default {performance.now}
   */
  readonly now?: () => number;
}

/** Watches the groups go by. */
export class Pace {
  readonly #now: () => number;
  #streamedAt = -Infinity;

  /** Has seen nothing yet. */
  constructor({ now = () => performance.now() }: PaceOptions = {}) {
    this.#now = now;
  }

  /** Takes note of a group. */
  note(count: number): void {
    if (count >= STREAM_GROUP) this.#streamedAt = this.#now();
  }

  /** Whether the next group is better a little larger. */
  get isStream(): boolean {
    return this.#now() - this.#streamedAt < STREAM_MS;
  }
}
