/**
 * The rooms and talks of one session, and which of them is looked at.
 * Everything that does not say where it belongs stands there.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import type { Target } from "../../shared/target.ts";
import { type Activity, Room, type RoomIdentity } from "./room.ts";

/** Most rooms kept apart; what is said in others stands where one looks. */
const MAX_ROOMS = 64;
/** Most talks between two that are kept; the one opened first goes first. */
export const MAX_TALKS = 100;

/** The rooms and talks of one session. */
export class Rooms {
  readonly #now: () => number;
  /** In the order in which they were heard of; there is always one. */
  readonly #rooms: Room[];
  /** The rooms that were looked at, the last one at the end. */
  #visited: readonly Room[] = [];
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

  /** All rooms and talks, in the order in which they were heard of. */
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
    const known = this.#find("room", name);
    if (known) return known;
    const count = this.#rooms.filter(({ kind }) => kind === "room").length;
    if (name === "" || count >= MAX_ROOMS) return this.#current;
    return this.#addRoom(name);
  }

  /**
   * Returns the talk with somebody; a new one makes a new one.
   *
   * @param talk What the server calls it. The name alone may be another
   * person's by now, and then it is another talk.
   */
  talkWith(name: string, talk?: string): Room {
    const known = this.findTalk(name, talk);
    if (!known) return this.#add(name, { kind: "talk", talk });
    known.talk ??= talk;
    return known;
  }

  /** Returns a talk if it is there: by what it is called, else by the name. */
  findTalk(name: string, talk?: string): Room | undefined {
    const byId = talk !== undefined &&
      this.#rooms.find((room) => room.talk === talk);
    if (byId) return byId;
    const named = this.#rooms.findLast((room) =>
      room.kind === "talk" && foldName(room.name) === foldName(name)
    );
    const isAnother = talk !== undefined && named?.talk !== undefined;
    return isAnother ? undefined : named;
  }

  /** Returns where something that goes to a target stands, if that is there. */
  find(target: Target): Room | undefined {
    return target.room === undefined
      ? this.findTalk(target.to, target.talk)
      : this.#find("room", target.room) ?? this.#nameless;
  }

  /**
   * Tells whether what goes to a target stands in the room that is looked at;
   * what goes to none of those that are there stands wherever one looks.
   */
  isLookedAt(target: Target): boolean {
    if (this.#current.name === "") return true;
    const found = this.find(target);
    return found === undefined || found === this.#current;
  }

  /** Looks at a room. */
  lookAt(room: Room): void {
    const others = this.#visited.filter((each) => each !== room);
    this.#visited = [...others, room];
    this.#current = room;
    room.clearUnread();
  }

  /**
   * Takes a room away, unless it is the only one; whoever looked at it looks at
   * the one before.
   */
  remove(room: Room): void {
    const at = this.#rooms.indexOf(room);
    if (at === -1 || this.#rooms.length === 1) return;
    this.#rooms.splice(at, 1);
    this.#visited = this.#visited.filter((each) => each !== room);
    const [first = room] = this.#rooms;
    if (this.#current === room) this.lookAt(this.#visited.at(-1) ?? first);
  }

  /** Returns the room so many places further, around the end. */
  beside(step: 1 | -1): Room {
    const { length } = this.#rooms;
    const at = this.#rooms.indexOf(this.#current);
    return this.#rooms[(at + step + length) % length] ?? this.#current;
  }

  /**
   * Returns the next room in which there is something new: where somebody
   * names who reads, or talks to them alone, before all others.
   */
  get nextWithNews(): Room | undefined {
    const at = this.#rooms.indexOf(this.#current);
    const after = [...this.#rooms.slice(at + 1), ...this.#rooms.slice(0, at)];
    return after.find(({ activity }) => isForReader(activity)) ??
      after.find(({ activity }) => activity.messages > 0);
  }

  #find(kind: Room["kind"], name: string): Room | undefined {
    const key = foldName(name);
    return this.#rooms.find((room) =>
      room.kind === kind && foldName(room.name) === key
    );
  }

  /** The room that has no name yet, where servers do not say any. */
  get #nameless(): Room | undefined {
    return this.#rooms.find((room) => room.name === "");
  }

  /** The first room that has a name is the one that had none. */
  #addRoom(name: string): Room {
    const nameless = this.#nameless;
    if (!nameless) return this.#add(name, { kind: "room" });
    nameless.name = name;
    return nameless;
  }

  #add(name: string, identity: RoomIdentity): Room {
    const room = new Room(name, this.#now(), identity);
    const talks = this.#rooms.filter(({ kind }) => kind === "talk");
    const oldest = talks.find((each) => each !== this.#current);
    if (talks.length >= MAX_TALKS && oldest) this.remove(oldest);
    this.#rooms.push(room);
    return room;
  }
}

/** Tells whether something new is for who reads: a mention, or a talk. */
export function isForReader(
  { messages, mentions, isTalk }: Activity,
): boolean {
  return mentions > 0 || (isTalk === true && messages > 0);
}
