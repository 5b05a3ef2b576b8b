/**
 * Who is here: the one owner of presence and rooms. Every change is finished
 * before the first `await`, so two people can never hold one name.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { LOBBY } from "../../shared/names.ts";
import {
  type Claim,
  type KeptName,
  type NameRegistry,
  NameTaken,
  type User,
} from "../directory/name_registry.ts";
import { MemoryNames } from "../directory/memory_names.ts";
import type { Entry } from "../log/log.ts";
import { fanOut } from "./fan_out.ts";
import { type Conversation, type Listener, Room } from "./room.ts";

/** How long arrivals and departures are gathered into one presence. */
const PRESENCE_MS = 50;

/** One session of somebody who is here. */
export interface Member {
  /** Hears what is said, from `listen()` on. */
  readonly listener: Listener;
  /** Ends the session: another one has its name. */
  replace(): void;
}

/** Somebody's place in the chat. */
interface Presence {
  readonly user: User;
  /** None while the connection is lost and the name is kept. */
  members: readonly Member[];
  /** When a kept name is given up, on the clock of deadlines. */
  keptUntil?: number;
}

/** Options for {@linkcode Chat}. */
export interface ChatOptions {
  /**
   * Whose names are.
   *
   * @default {new MemoryNames()}
   */
  readonly directory?: NameRegistry;
  /**
   * The clock of deadlines, in milliseconds.
   *
   * @default {() => 0}
   */
  readonly now?: () => number;
  /**
   * Called with what a listener threw; the others still get what was shown.
   *
   * @default {reportError}
   */
  readonly onBug?: (error: unknown) => void;
}

/** The live state of the server. */
export class Chat implements Disposable {
  readonly #directory: NameRegistry;
  readonly #now: () => number;
  readonly #onBug: (error: unknown) => void;
  readonly #presences = new Map<string, Presence>();
  readonly #rooms = new Map([[LOBBY, new Room(LOBBY)]]);
  /** Everybody hears the lobby, so the list is one for all. */
  readonly #conversations: readonly Conversation[] = [this.#lobby()];
  #presenceTimer: ReturnType<typeof setTimeout> | undefined;

  /** Makes a chat with nobody in it. */
  constructor(
    {
      directory = new MemoryNames(),
      now = () => 0,
      onBug = reportError,
    }: ChatOptions = {},
  ) {
    this.#directory = directory;
    this.#now = now;
    this.#onBug = onBug;
  }

  /** Takes what the log holds already as shown. */
  startAfter(seq: number): void {
    for (const room of this.#rooms.values()) room.shown = seq;
  }

  /** How many names are taken. */
  get size(): number {
    return this.#presences.size;
  }

  /**
   * Gives a name to a member: one that is free, or its own from before, whose
   * sessions then end.
   *
   * @param token From the login before, when there was one.
   * @throws {ChatError} `name_taken`; says when the name is free, if it is one
   * that is only kept.
   */
  login(name: string, member: Member, token?: string): Claim {
    const claim = this.#claim(name, token);
    const presence = this.#presences.get(claim.user.key);
    if (presence) this.#comeBack(presence, member);
    else this.#arrive(claim.user, member);
    return claim;
  }

  /** Ends a session; the name is free at once when it was the last one. */
  logout(user: User, member: Member): void {
    const presence = this.#take(user, member);
    if (presence?.members.length === 0) this.#depart(presence);
  }

  /** Keeps the name, silently, for somebody whose connection was lost. */
  keep(user: User, member: Member, until: number): void {
    const presence = this.#take(user, member);
    if (presence?.members.length === 0) presence.keptUntil = until;
  }

  /** Returns the names that are kept at the moment. */
  kept(): readonly KeptName[] {
    const now = this.#now();
    return [...this.#presences.values()].flatMap(({ user, keptUntil }) => {
      if (keptUntil === undefined || keptUntil <= now) return [];
      const proofs = this.#directory.proofs(user);
      return [{ name: user.name, proofs, leftMs: keptUntil - now }];
    });
  }

  /**
   * Keeps a name, silently, for somebody who was here before the server was
   * started again.
   *
   * @throws {ChatError} as `login()`.
   */
  restore({ leftMs, ...kept }: KeptName): void {
    const user = this.#directory.restore(kept);
    const keptUntil = this.#now() + leftMs;
    this.#presences.set(user.key, { user, members: [], keptUntil });
    this.#lobby().restore(user);
  }

  /** Frees the names that were kept long enough. */
  expire(now: number): void {
    for (const presence of this.#presences.values()) {
      if ((presence.keptUntil ?? Infinity) <= now) this.#depart(presence);
    }
  }

  /** Lets somebody hear what is said from now on; returns what that is. */
  listen(listener: Listener): readonly Conversation[] {
    this.#lobby().listen(listener);
    return this.#conversations;
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

  /** Shows a committed group to everybody who hears some of it. */
  readonly show = (group: readonly Entry[]): void => {
    fanOut(group, this.#rooms, this.#onBug);
  };

  /** Sends no more presence. */
  [Symbol.dispose](): void {
    clearTimeout(this.#presenceTimer);
  }

  #claim(name: string, token?: string): Claim {
    try {
      return this.#directory.claim(name, token);
    } catch (error) {
      if (!(error instanceof NameTaken)) throw error;
      const { keptUntil } = this.#presences.get(error.holder.key) ?? {};
      if (keptUntil === undefined) throw error;
      throw keptRefusal(error, keptUntil - this.#now());
    }
  }

  #arrive(user: User, member: Member): void {
    this.#presences.set(user.key, { user, members: [member] });
    this.#lobby().join(user);
    this.#tellSoon();
  }

  #comeBack(presence: Presence, member: Member): void {
    const before = presence.members;
    presence.members = [member];
    delete presence.keptUntil;
    for (const one of before) {
      this.#lobby().ignore(one.listener);
      one.replace();
    }
  }

  #depart({ user, members }: Presence): void {
    this.#presences.delete(user.key);
    this.#directory.release(user);
    this.#lobby().leave(user);
    for (const { listener } of members) this.#lobby().ignore(listener);
    this.#tellSoon();
  }

  /** Takes a session away from its user, if it still is one of the user's. */
  #take(user: User, member: Member): Presence | undefined {
    const presence = this.#presences.get(user.key);
    if (!presence?.members.includes(member)) return undefined;
    presence.members = presence.members.filter((one) => one !== member);
    this.#lobby().ignore(member.listener);
    return presence;
  }

  #lobby(): Room {
    return this.room(LOBBY);
  }

  #tellSoon(): void {
    this.#presenceTimer ??= setTimeout(() => {
      this.#presenceTimer = undefined;
      for (const room of this.#rooms.values()) {
        room.tellPresence(this.#onBug);
      }
    }, PRESENCE_MS);
  }
}

/** Says when a name is free, if its owner does not come back before. */
function keptRefusal({ code, message }: NameTaken, leftMs: number): ChatError {
  const retryMs = Math.max(1, Math.ceil(leftMs));
  const seconds = Math.ceil(retryMs / 1000);
  return new ChatError(code, `${message}; free in ${seconds} s`, retryMs);
}
