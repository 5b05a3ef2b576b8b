/**
 * How many bytes one peer may send: a sum before it has logged in, then a burst
 * and a rate. Every byte counts, blanks and what is no JSON too, for each of
 * them is read and looked at.
 *
 * @module
 */

import {
  TokenBucket,
  type TokenBucketOptions,
} from "../../shared/token_bucket.ts";

/** Bytes before login after which a peer is cut (reliability.md, section 3). */
export const MAX_BYTES_BEFORE_LOGIN = 4096;
/** Pauses without one complete value between them, after which a peer is cut. */
const MAX_PAUSES = 60;

/** The bytes of one peer. */
export class ByteRate {
  readonly #bucket: TokenBucket | undefined;
  /** Missing once the peer has logged in. */
  #beforeLogin: number | undefined;
  #pauses = 0;

  /** Makes a limit of a peer that has not logged in; null for none. */
  constructor(rate: TokenBucketOptions | null) {
    if (!rate) return;
    this.#bucket = new TokenBucket(rate);
    this.#beforeLogin = 0;
  }

  /** Whether the peer has sent so much that it is cut. */
  get isExceeded(): boolean {
    return (this.#beforeLogin ?? 0) > MAX_BYTES_BEFORE_LOGIN ||
      this.#pauses > MAX_PAUSES;
  }

  /** Counts bytes that were read. */
  add(bytes: number): void {
    if (this.#beforeLogin !== undefined) this.#beforeLogin += bytes;
    this.#bucket?.spend(bytes);
  }

  /** A value was complete among them: the peer does ask for something. */
  foundValue(): void {
    this.#pauses = 0;
  }

  /** From here on bytes count by time. */
  loggedIn(): void {
    this.#beforeLogin = undefined;
  }

  /**
   * Returns how long not to read from the peer, in milliseconds, and counts that
   * as a pause; 0 to go on.
   */
  pauseMs(): number {
    const ms = this.#bucket?.debtMs() ?? 0;
    if (ms > 0) this.#pauses++;
    return ms;
  }
}
