/**
 * Somebody who is here: an account or a guest, with all its links, or with none
 * while its name is kept. Whatever is said to it alone is one thing to hear.
 *
 * @module
 */

import type { Audience, Listener } from "./listener.ts";
import type { Payload } from "./payload.ts";
import type { Occupant, Room } from "./room.ts";

/** One connection of somebody who is here. */
export interface PersonLink {
  /** Hears what is said, from `Chat.listen()` on. */
  readonly listener: Listener;
  /** Whether its program knows rooms; else it is in the lobby only. */
  readonly knowsRooms: boolean;
  /** Sends it something that answers nothing. */
  send(payload: Payload): void;
  /** Ends it: another one takes its place, or its token is good no longer. */
  replace(): void;
}

/** What a person is made of. */
export interface PersonParts {
  /** Which identity it is. */
  readonly identity: number;
  /** Its name, as its owner spells it. */
  readonly name: string;
  /** The newest seq of the log. */
  readonly last: number;
  /** Returns the keys of all talks of an identity. */
  readonly talksOf: (identity: number) => readonly string[];
}

/** Somebody who is here. */
export class Person implements Occupant, Audience {
  /** Which identity it is. */
  readonly identity: number;
  /** Its name, as its owner spells it. */
  readonly name: string;
  /** All that was said to it alone up to this seq was shown to its links. */
  shown: number;
  /** By number; none while the connection is lost and the name is kept. */
  readonly links = new Map<number, PersonLink>();
  /** When it came, in milliseconds since 1970. */
  readonly cameAt = Date.now();
  /** When it last asked for something, on the clock of deadlines. */
  activeAt = 0;
  /** When a kept name is given up, on the clock of deadlines. */
  keptUntil: number | undefined;
  /** The rooms it is in. */
  readonly rooms = new Set<Room>();
  readonly #listeners = new Set<Listener>();
  readonly #talksOf: PersonParts["talksOf"];

  /** Makes somebody who is nowhere yet. */
  constructor({ identity, name, last, talksOf }: PersonParts) {
    this.identity = identity;
    this.name = name;
    this.shown = last;
    this.#talksOf = talksOf;
  }

  /** The keys of all its talks. */
  get keys(): readonly string[] {
    return this.#talksOf(this.identity);
  }

  /** Its links that hear what is said. */
  get listeners(): ReadonlySet<Listener> {
    return this.#listeners;
  }

  /** Returns the rooms that one of its links hears. */
  roomsOf({ knowsRooms }: PersonLink, lobby: Room): Iterable<Room> {
    return knowsRooms ? this.rooms : [lobby];
  }

  /** Lets a link hear what is said to it alone. */
  listen({ listener }: PersonLink): void {
    this.#listeners.add(listener);
  }

  /** Its links that hear what is said, and whose programs know rooms. */
  get roomLinks(): readonly PersonLink[] {
    return [...this.links.values()].filter(({ knowsRooms, listener }) =>
      knowsRooms && this.#listeners.has(listener)
    );
  }

  /** Lets a link hear nothing more. */
  ignore({ listener }: PersonLink): void {
    this.#listeners.delete(listener);
    for (const room of this.rooms) room.ignore(listener);
  }

  /** Takes a link away, if it still is one of its own. */
  remove(link: PersonLink): boolean {
    for (const [number, one] of this.links) {
      if (one !== link) continue;
      this.links.delete(number);
      this.ignore(link);
      return true;
    }
    return false;
  }

  /** Sends something to all links whose programs know rooms, but to `except`. */
  tell(payload: Payload, except?: PersonLink): void {
    for (const link of this.links.values()) {
      if (link !== except && link.knowsRooms) link.send(payload);
    }
  }
}
