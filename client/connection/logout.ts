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
  #onEnd: ((isAnswered: boolean) => void) | undefined;

  /** Prepares a logout that goes out through a sender. */
  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /**
   * Resolves when it is answered, the connection is over, or it takes long.
   *
   * @returns whether it was answered, so that the name is free.
   */
  async send({ logoutMs, answerMs }: Timeouts): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    // An old server may still have to answer what was asked before.
    const timer = setTimeout(() => resolve(false), logoutMs + answerMs);
    this.#onEnd = resolve;
    this.#sender.ask({ request: "logout", id: ID });
    const isAnswered = await promise;
    this.#onEnd = undefined;
    clearTimeout(timer);
    return isAnswered;
  }

  /**
   * Takes an event that answers a request.
   *
   * @param isCertain Whether only the id of the logout will do.
   * @returns whether it was for this end, and not for people.
   */
  take(event: Event, isCertain: boolean): boolean {
    const id = "id" in event ? event.id : undefined;
    if (!this.#onEnd || (isCertain && id !== ID)) return false;
    this.#onEnd(true);
    return true;
  }

  /** The connection is over, so no answer will come. */
  stop(): void {
    this.#onEnd?.(false);
  }
}
