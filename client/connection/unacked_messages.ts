/**
 * The messages that are not acknowledged yet, in their order.
 *
 * @module
 */

import type { Target } from "../../shared/target.ts";

/** A message to send, under the id that makes it one message for ever. */
export interface Outgoing {
  readonly id: string;
  readonly text: string;
  /** Where it goes. */
  readonly target: Target;
  /** When it was typed, in milliseconds since 1970. */
  readonly time: number;
  /** Whether an earlier run has written it to a server. */
  readonly wasWritten?: boolean;
}

/** Most messages that may wait; more are refused where they are typed. */
export const MAX_UNACKED = 1000;

interface Item {
  readonly message: Outgoing;
  /** On its way in the session that is up. */
  inFlight: boolean;
  /** Handed to the system in this session or an earlier one. */
  written: boolean;
}

/** Messages on their way; a message leaves when its result is known. */
export class UnackedMessages {
  readonly #items = new Map<string, Item>();
  #inFlight = 0;

  /** Starts with what an earlier run left. */
  constructor(left: readonly Outgoing[] = []) {
    for (const message of left) this.add(message);
  }

  /** How many messages wait for their ack. */
  get size(): number {
    return this.#items.size;
  }

  /** How many are on their way now. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Everything not acknowledged, in order. */
  list(): readonly Outgoing[] {
    return [...this.#items.values()].map((item) => item.message);
  }

  /** Returns the same for another run, which must know what was written. */
  snapshot(): readonly Outgoing[] {
    return [...this.#items.values()].map(({ message, written }) =>
      written ? { ...message, wasWritten: true } : message
    );
  }

  /** Returns the message that waits under this id. */
  find(id: string): Outgoing | undefined {
    return this.#items.get(id)?.message;
  }

  /** Adds a message at the end. */
  add(message: Outgoing): void {
    const { id, wasWritten: written = false } = message;
    this.#items.set(id, { message, inFlight: false, written });
  }

  /** Returns the first message that is not on its way. */
  next(): Outgoing | undefined {
    for (const item of this.#items.values()) {
      if (!item.inFlight) return item.message;
    }
    return undefined;
  }

  /** Notes that the message is on its way. */
  sent(id: string): void {
    const item = this.#items.get(id);
    if (!item || item.inFlight) return;
    item.inFlight = true;
    item.written = true;
    this.#inFlight++;
  }

  /** Notes that the message must be sent again; it keeps its place. */
  requeue(id: string): void {
    const item = this.#items.get(id);
    if (!item?.inFlight) return;
    item.inFlight = false;
    this.#inFlight--;
  }

  /** Notes that the connection was cut: nothing is on its way any more. */
  requeueAll(): void {
    for (const id of this.#items.keys()) this.requeue(id);
  }

  /** Removes a message whose result is known; `undefined` if it was before. */
  settle(id: string): Outgoing | undefined {
    const item = this.#items.get(id);
    if (!item) return undefined;
    this.requeue(id);
    this.#items.delete(id);
    return item.message;
  }

  /** Returns what was handed to the system, for servers that never confirm. */
  written(): readonly Outgoing[] {
    return [...this.#items.values()].filter((item) => item.written)
      .map((item) => item.message);
  }

  /** Tells whether the message was sent, also in an earlier session. */
  wasWritten(id: string): boolean {
    return this.#items.get(id)?.written ?? false;
  }
}
