/**
 * Answers that somebody waits for, each under the id of its request.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";

/** Most answers that are waited for at once. */
const MAX_WAITING = 64;

/** Hands each answer to who waits for it. */
export class PendingAnswers {
  readonly #waiting = new Map<string, (event: Event | undefined) => void>();

  /** Whether one more may be waited for. */
  get hasRoom(): boolean {
    return this.#waiting.size < MAX_WAITING;
  }

  /** Resolves with the answer; with nothing when it was lost. */
  for(id: string): Promise<Event | undefined> {
    const { promise, resolve } = Promise.withResolvers<Event | undefined>();
    this.#waiting.set(id, resolve);
    return promise;
  }

  /** Takes an event; tells whether somebody has waited for it. */
  take(event: Event): boolean {
    const id = "id" in event ? event.id : undefined;
    const resolve = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || !resolve) return false;
    this.#waiting.delete(id);
    resolve(event);
    return true;
  }

  /** The connection was cut: no answer will come. */
  lose(): void {
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}
