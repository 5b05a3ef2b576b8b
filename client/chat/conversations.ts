/**
 * To which room or talk belongs what a server says; new ones are made as they
 * are heard of.
 *
 * @module
 */

import type { EntryEvent } from "../../shared/event.ts";
import { foldName } from "../../shared/names.ts";
import { note, sizeOf } from "./content.ts";
import type { Room } from "./room.ts";
import type { Rooms } from "./rooms.ts";

/** Who has a name by now may not be who had it before. */
const ANOTHER_PERSON =
  "Another person has this name: what was said before was said to somebody else";

/** Finds rooms and talks. */
export class Conversations {
  readonly #rooms: Rooms;
  /** The folded name of who reads. */
  readonly #me: string;
  /** The newest place in the server's order that was heard of. */
  #newest: number | undefined;

  /** Finds them among the rooms of a session. */
  constructor(rooms: Rooms, me: string) {
    this.#rooms = rooms;
    this.#me = me;
  }

  /** Notes that there is a place in the server's order. */
  heardOf(seq: number | undefined): void {
    if (seq !== undefined) this.#newest = Math.max(this.#newest ?? 0, seq);
  }

  /** What was heard of is the order of another log. */
  resetOrder(): void {
    this.#newest = undefined;
  }

  /** Returns a room; what is said there from here on comes live. */
  named(name: string): Room {
    return this.#noted(this.#rooms.named(name));
  }

  /**
   * Returns the talk with somebody.
   *
   * @param talk What the server calls it, where that is known.
   */
  with(name: string, talk?: string): Room {
    const isKnown = this.#rooms.findTalk(name, talk) !== undefined;
    const isNameKnown = this.#rooms.findTalk(name) !== undefined;
    const room = this.#noted(this.#rooms.talkWith(name, talk));
    if (isNameKnown && !isKnown) {
      const content = note(ANOTHER_PERSON);
      room.scrollback.append({ size: sizeOf(content), content });
    }
    return room;
  }

  /** Returns where an entry stands: if it was said to one, with the other. */
  of({ room = "", to, talk, sender = "" }: EntryEvent): Room {
    if (to === undefined) return this.named(room);
    return this.with(foldName(sender) === this.#me ? to : sender, talk);
  }

  /** All that comes live stands behind what was heard of. */
  #noted(room: Room): Room {
    if (this.#newest !== undefined) room.liveFrom ??= this.#newest + 1;
    return room;
  }
}
