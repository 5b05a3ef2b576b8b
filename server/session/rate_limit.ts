/**
 * How much one peer may ask: a burst, then a rate; who goes on all the same is
 * cut.
 *
 * @module
 */

import {
  TokenBucket,
  type TokenBucketOptions,
} from "../../shared/token_bucket.ts";

/** Refusals in a row after which a peer is cut. */
const MAX_REFUSED = 60;
/** Requests before login after which a peer is cut. */
const MAX_BEFORE_LOGIN = 16;

/** What happens to a request. */
export type RateDecision = "go" | "refuse" | "cut";

/** One peer's limit. */
export class RateLimit {
  readonly #bucket: TokenBucket | undefined;
  #refused = 0;
  #beforeLogin = 0;

  /** Makes a limit; null for none. */
  constructor(rate: TokenBucketOptions | null) {
    this.#bucket = rate ? new TokenBucket(rate) : undefined;
  }

  /**
   * Judges one request.
   *
   * @param unread Tells how long nothing was read from the peer since the last
   * one, in milliseconds.
   */
  take(isLoggedIn: boolean, unread?: { take(): number }): RateDecision {
    if (!this.#bucket) return "go";
    const unreadMs = unread?.take() ?? 0;
    if (unreadMs > 0) this.#bucket.keep(unreadMs);
    if (!isLoggedIn && ++this.#beforeLogin > MAX_BEFORE_LOGIN) return "cut";
    if (this.#bucket.take()) {
      this.#refused = 0;
      return "go";
    }
    return ++this.#refused > MAX_REFUSED ? "cut" : "refuse";
  }
}
