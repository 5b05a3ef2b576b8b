/**
 * The rooms of one session, and which of them is looked at. Everything that
 * does not say where it belongs stands there.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import type { Target } from "../../shared/target.ts";
import { type Activity, Room } from "./room.ts";

/** Most rooms kept apart; what is said in others stands where one looks. */
const MAX_ROOMS = 64;

/** The rooms of one session. */
export class Rooms {
  readonly #now: () => number;
  /** In the order in which they were heard of; there is always one. */
  readonly #rooms: Room[];
  #current: Room;

  /** Begins with one room that has no name yet. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#current = new Room("", now());
    this.#rooms = [this.#current];
  }

  /** The room that is looked at. */
  get current(): Room {
    return this.#current;
  }

  /** All rooms, in the order in which they were heard of. */
  get list(): readonly Room[] {
    return this.#rooms;
  }

  /** What goes on in the other rooms, where something does. */
  get activity(): readonly Activity[] {
    return this.#rooms.filter((room) => room !== this.#current)
      .map(({ activity }) => activity)
      .filter(({ messages }) => messages > 0);
  }

  /** Returns a room; a new name makes a new one, while there is room. */
  named(name: string): Room {
    const key = foldName(name);
    const known = this.#rooms.find((room) => foldName(room.name) === key);
    if (known) return known;
    const isTooMany = this.#rooms.length >= MAX_ROOMS;
    return name === "" || isTooMany ? this.#current : this.#add(name);
  }

  /**
   * Tells whether what goes to a target stands in the room that is looked at;
   * what goes to none of these rooms stands wherever one looks.
   */
  isLookedAt({ room }: Target): boolean {
    if (room === undefined || this.#current.name === "") return true;
    const key = foldName(room);
    const found = this.#rooms.find(({ name }) => foldName(name) === key);
    return found === undefined || found === this.#current;
  }

  /** Looks at a room. */
  lookAt(room: Room): void {
    this.#current = room;
    room.clearUnread();
  }

  /** The first room that has a name is the one that had none. */
  #add(name: string): Room {
    const nameless = this.#rooms.find((room) => room.name === "");
    const room = nameless ?? new Room(name, this.#now());
    room.name = name;
    if (!nameless) this.#rooms.push(room);
    return room;
  }
}
