/**
 * Waiting until less is pending: for whoever must not say more than a server
 * confirms, and for whoever leaves.
 *
 * @module
 */

import type { UnackedMessages } from "./unacked_messages.ts";

/** Watches messages being settled. */
export class PendingProgress {
  readonly #pending: UnackedMessages;
  #onProgress: ((moved: boolean) => void) | undefined;
  #over = false;

  /** Takes what is pending. */
  constructor(pending: UnackedMessages) {
    this.#pending = pending;
  }

  /**
   * Waits until at most `count` messages are pending.
   *
   * @returns `false` when none was settled for `ms`, or it is all over.
   */
  async atMost(count: number, ms: number): Promise<boolean> {
    while (this.#pending.size > count) {
      if (this.#over || !await this.#next(ms)) return false;
    }
    return true;
  }

  /** A message was settled. */
  settled(): void {
    this.#onProgress?.(true);
  }

  /** Nothing will be settled any more. */
  end(): void {
    this.#over = true;
    this.#onProgress?.(false);
  }

  /** Resolves with whether a message was settled within `ms`. */
  async #next(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), ms);
    this.#onProgress = resolve;
    const moved = await promise;
    clearTimeout(timer);
    return moved;
  }
}
