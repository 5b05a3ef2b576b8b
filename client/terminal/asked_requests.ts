/**
 * What was asked by a command, and in which room: that is where the answer
 * belongs, wherever somebody looks by then.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";

/** A question that somebody typed. */
export interface AskedRequest {
  readonly request: Request;
  /** Where it was typed. */
  readonly room: Room;
}

/** Options for {@linkcode AskedRequests}. */
export interface AskedRequestsOptions {
  readonly rooms: Rooms;
  /** Sends a request; returns the id its answer carries, if it could be sent. */
  readonly ask: (request: Request) => string | undefined;
}

/** Most questions that wait for their answer; the first go first. */
const MAX_ASKED = 100;

/** Remembers what was asked until it is answered. */
export class AskedRequests {
  readonly #options: AskedRequestsOptions;
  readonly #asked = new Map<string, AskedRequest>();

  /** Begins with nothing asked. */
  constructor(options: AskedRequestsOptions) {
    this.#options = options;
  }

  /** Sends a question; returns its id, or nothing when it cannot be sent. */
  send(request: Request): string | undefined {
    const { ask, rooms } = this.#options;
    const id = ask(request);
    if (id === undefined) return undefined;
    this.#asked.set(id, { request, room: rooms.current });
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > MAX_ASKED && oldest !== undefined) {
      this.#asked.delete(oldest);
    }
    return id;
  }

  /** Returns what an event answers, if somebody typed that; once. */
  take(event: Event): AskedRequest | undefined {
    const id = "id" in event ? event.id : undefined;
    if (id === undefined) return undefined;
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    return asked;
  }
}
