/**
 * Leaving in order: the logout, and the wait for its answer.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";
import type { Timeouts } from "./timeouts.ts";
import type { Sender } from "./sender.ts";

/** Marks the request whose answer ends the connection. */
const ID = "logout";

/** One logout; nothing happens before {@linkcode Logout.send}. */
export class Logout {
  readonly #sender: Sender;
  #onAnswer: (() => void) | undefined;

  /** Prepares a logout that goes out through a sender. */
  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** Resolves when it is answered, the connection is over, or it takes long. */
  async send({ logoutMs, answerMs }: Timeouts): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    // An old server may still have to answer what was asked before.
    const timer = setTimeout(resolve, logoutMs + answerMs);
    this.#onAnswer = resolve;
    this.#sender.ask({ request: "logout", id: ID });
    await promise;
    this.#onAnswer = undefined;
    clearTimeout(timer);
  }

  /**
   * Takes an event that answers a request.
   *
   * @param isCertain Whether only the id of the logout will do.
   * @returns whether it was for this end, and not for people.
   */
  take(event: Event, isCertain: boolean): boolean {
    const id = "id" in event ? event.id : undefined;
    if (!this.#onAnswer || (isCertain && id !== ID)) return false;
    this.#onAnswer();
    return true;
  }

  /** The connection is over, so no answer will come. */
  stop(): void {
    this.#onAnswer?.();
  }
}
