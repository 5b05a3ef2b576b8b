/**
 * Rooms in which somebody is at the moment, and when those who are there are
 * told who came and left.
 *
 * @module
 */

import { LOBBY } from "../../shared/names.ts";
import { LOBBY_KEY } from "../log/conversation.ts";
import { Room } from "./room.ts";

/** How long arrivals and departures are gathered into one presence. */
const PRESENCE_MS = 50;

/** For every so many people in a room they are gathered as long once more. */
const PEOPLE_PER_PRESENCE = 200;

/** Rooms by the key of their conversation. */
export class LiveRooms implements Disposable {
  readonly #rooms = new Map<string, Room>();
  readonly #timers = new Map<Room, ReturnType<typeof setTimeout>>();
  readonly #onBug: (error: unknown) => void;
  /** The room everybody is in; always there. */
  readonly lobby = new Room(LOBBY_KEY, LOBBY);

  /** Has nothing but an empty lobby. */
  constructor(onBug: (error: unknown) => void) {
    this.#onBug = onBug;
    this.#rooms.set(LOBBY_KEY, this.lobby);
  }

  /** Returns the room of a key, if somebody is there. */
  get(key: string): Room | undefined {
    return this.#rooms.get(key);
  }

  /**
   * Returns the room of a key, for somebody who comes in.
   *
   * @param last The newest seq of the log.
   */
  open(key: string, name: string, last: number): Room {
    const room = this.#rooms.get(key) ?? new Room(key, name, last);
    this.#rooms.set(key, room);
    return room;
  }

  /** Somebody came or left: who is there is told soon. */
  changed(room: Room): void {
    if (room.count === 0 && room !== this.lobby) return this.#close(room);
    if (this.#timers.has(room)) return;
    const ms = PRESENCE_MS * Math.max(1, room.count / PEOPLE_PER_PRESENCE);
    this.#timers.set(room, setTimeout(() => this.#tell(room), ms));
  }

  /** Tells nothing more. */
  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #tell(room: Room): void {
    this.#timers.delete(room);
    room.tellPresence(this.#onBug);
  }

  /** Nobody is there who could be told. */
  #close(room: Room): void {
    clearTimeout(this.#timers.get(room));
    this.#timers.delete(room);
    this.#rooms.delete(room.key);
  }
}
