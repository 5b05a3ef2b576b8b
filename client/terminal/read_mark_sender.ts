/**
 * How far somebody has read, told to a server that keeps it for all devices of
 * the account: soon, seldom, and only forward.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import type { Rooms } from "../chat/rooms.ts";
import { fieldsOf } from "../chat/target_fields.ts";
import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";

/** Options for {@linkcode ReadMarkSender}. */
export interface ReadMarkSenderOptions {
  readonly rooms: Rooms;
  /** Sends a request; returns the id its answer carries, if it could be sent. */
  readonly ask: (request: Request) => string | undefined;
  /** Tells whether the server keeps it. */
  readonly isKept: () => boolean;
  /**
   * A clock that only goes forward, in milliseconds.
   *
   * @default {performance.now}
   */
  readonly now?: () => number;
}

/** Shortest time between two times that it is told, in milliseconds. */
export const READ_MS = 2000;

/** Tells the server. */
export class ReadMarkSender {
  readonly #options: ReadMarkSenderOptions;
  /** Ids whose answers nobody needs to see. */
  readonly #ids = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #toldAt = -Infinity;

  /** Tells nothing yet. */
  constructor(options: ReadMarkSenderOptions) {
    this.#options = options;
  }

  /** Something was read: tells it as soon as it may. */
  soon(): void {
    const { now = () => performance.now() } = this.#options;
    if (this.#timer !== undefined || !this.#hasNews) return;
    const wait = Math.max(0, this.#toldAt + READ_MS - now());
    this.#timer = setTimeout(() => this.tell(), wait);
  }

  /** Tells it now. */
  tell(): void {
    const { rooms, isKept, now = () => performance.now() } = this.#options;
    this.stop();
    if (!isKept()) return;
    this.#toldAt = now();
    rooms.list.filter(isBehind).forEach((room) => this.#tell(room));
  }

  /** Takes an event if it is an answer; returns whether it was. */
  take(event: Event): boolean {
    const id = "id" in event ? event.id : undefined;
    return id !== undefined && this.#ids.delete(id);
  }

  /** The connection was lost, and with it the answers. */
  reset(): void {
    this.#ids.clear();
  }

  /** Waits for nothing any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  get #hasNews(): boolean {
    const { rooms, isKept } = this.#options;
    return isKept() && rooms.list.some(isBehind);
  }

  #tell(room: Room): void {
    const { readSeq: seq = 0 } = room;
    const where = fieldsOf(room.target);
    const id = this.#options.ask({ request: "read", ...where, seq });
    if (id === undefined) return; // told after the next login
    this.#ids.add(id);
    room.serverRead = seq;
  }
}

/** Tells whether the server has to hear of what was read in a room. */
function isBehind({ isClosed, readSeq = 0, serverRead = 0 }: Room): boolean {
  return !isClosed && readSeq > serverRead;
}
