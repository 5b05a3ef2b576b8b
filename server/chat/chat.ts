/**
 * Who is here: the one owner of names and rooms. Every change is finished
 * before the first `await`, so two people can never hold one name.
 * Knows nothing of sockets, requests and of how the log stores.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { foldName, LOBBY } from "../../shared/names.ts";
import type { Entry } from "../log/log.ts";
import { Batch } from "./payload.ts";
import { type Member, Room } from "./room.ts";
import { User } from "./user.ts";

/** How long arrivals and departures are gathered before people are told. */
const PRESENCE_MS = 50;

/** Somebody's place in the chat. */
interface Presence {
  readonly user: User;
  /** Missing while the connection is lost and the name is kept. */
  member?: Member;
  /** When a kept name is given up, on the clock of deadlines. */
  keptUntil?: number;
}

/** The live state of the server. */
export class Chat implements Disposable {
  readonly #presences = new Map<string, Presence>();
  readonly #rooms = new Map([[LOBBY, new Room(LOBBY)]]);
  #presenceTimer: ReturnType<typeof setTimeout> | undefined;
  /** Up to where the log was shown. */
  #shown = 0;

  /** Takes what the log holds already as shown. */
  startAfter(seq: number): void {
    this.#shown = seq;
  }

  /** How many names are taken. */
  get size(): number {
    return this.#presences.size;
  }

  /**
   * Gives a name to a member: one that is free, or its own from before.
   *
   * @param token From the login before, when there was one.
   * @throws {ChatError} `name_taken`.
   */
  login(name: string, member: Member, token?: string): User {
    const taken = this.#presences.get(foldName(name));
    if (!taken) return this.#arrive(new User(name), member);
    if (token === undefined || !taken.user.owns(token)) {
      throw new ChatError("name_taken", `Cannot use "${name}": it is taken`);
    }
    return this.#comeBack(taken, member, token);
  }

  /** Frees the name at once. */
  logout(user: User, member: Member): void {
    const presence = this.#presenceOf(user, member);
    if (presence) this.#depart(presence);
  }

  /** Keeps the name, silently, for somebody whose connection was lost. */
  keep(user: User, member: Member, until: number): void {
    const presence = this.#presenceOf(user, member);
    if (!presence) return;
    this.#lobby().ignore(member);
    delete presence.member;
    presence.keptUntil = until;
  }

  /** Frees the names that were kept long enough. */
  expire(now: number): void {
    for (const presence of this.#presences.values()) {
      if ((presence.keptUntil ?? Infinity) <= now) this.#depart(presence);
    }
  }

  /** Shows a room's entries to a member from now on. */
  listen(member: Member): void {
    this.#lobby().listen(member);
  }

  /**
   * Names of everybody in a room.
   *
   * @throws {ChatError} `unknown_room`.
   */
  names(room: string): readonly string[] {
    return this.room(room).names;
  }

  /**
   * Returns the room of this name.
   *
   * @throws {ChatError} `unknown_room`.
   */
  room(name: string): Room {
    const room = this.#rooms.get(name);
    if (!room) throw new ChatError("unknown_room", "Cannot find this room");
    return room;
  }

  /** Shows a committed group to everybody who may read it, but its authors. */
  show(group: readonly Entry[]): void {
    const after = this.#shown;
    this.#shown = group.at(-1)?.seq ?? after;
    for (const [room, entries] of groupByRoom(group)) {
      this.#rooms.get(room)?.fanOut(new Batch(entries, after));
    }
  }

  /** Stops telling who comes and goes. */
  [Symbol.dispose](): void {
    clearTimeout(this.#presenceTimer);
  }

  #arrive(user: User, member: Member): User {
    this.#presences.set(user.key, { user, member });
    this.#lobby().join(user);
    this.#tellSoon();
    return user;
  }

  #comeBack(presence: Presence, member: Member, token: string): User {
    const before = presence.member;
    presence.member = member;
    delete presence.keptUntil;
    presence.user.renewToken(token);
    if (before) {
      this.#lobby().ignore(before);
      before.replace();
    }
    return presence.user;
  }

  #depart({ user, member }: Presence): void {
    this.#presences.delete(user.key);
    this.#lobby().leave(user);
    if (member) this.#lobby().ignore(member);
    this.#tellSoon();
  }

  /** The presence, if the member still is the one who holds the name. */
  #presenceOf(user: User, member: Member): Presence | undefined {
    const presence = this.#presences.get(user.key);
    return presence?.member === member ? presence : undefined;
  }

  #lobby(): Room {
    return this.room(LOBBY);
  }

  #tellSoon(): void {
    this.#presenceTimer ??= setTimeout(() => {
      this.#presenceTimer = undefined;
      for (const room of this.#rooms.values()) room.tellPresence();
    }, PRESENCE_MS);
  }
}

/** Entries by room, each room's in their order; mostly there is just one. */
function groupByRoom(group: readonly Entry[]): Map<string, readonly Entry[]> {
  const roomOf = ({ target: { room = "" } }: Entry) => room;
  const first = group[0] ? roomOf(group[0]) : LOBBY;
  if (group.every((entry) => roomOf(entry) === first)) {
    return new Map([[first, group]]);
  }
  return Map.groupBy(group, roomOf);
}
