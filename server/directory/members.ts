/**
 * Who is in which room, and who owns it. Everybody is in the lobby: nothing is
 * kept of that.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Json } from "../../shared/json.ts";
import type { Identities } from "./identities.ts";
import {
  type Membership,
  membershipKey,
  type MembershipRecord,
  readMembership,
  type Role,
  successorOf,
} from "./membership.ts";
import { type Records, UNCHANGED } from "./records.ts";
import type { Rooms } from "./rooms.ts";

/** Most rooms of one person, beside the lobby. */
export const MAX_ROOMS_OF_PERSON = 50;

const NONE: ReadonlyMap<number, Membership> = new Map();

/** What members are decided with. */
export interface MembersParts {
  readonly records: Records;
  readonly identities: Identities;
  readonly rooms: Rooms;
  /** Clock in milliseconds since 1970. */
  readonly now: () => number;
}

/** Hears of a membership that began, ended or became another. */
export type OnMembership = (before?: Membership, after?: Membership) => void;

/** Members by room, and by person. */
export class Members {
  readonly #parts: MembersParts;
  readonly #byRoom = new Map<number, Map<number, Membership>>();
  readonly #byPerson = new Map<number, Map<number, Membership>>();
  #onChange: OnMembership = () => {};

  /** Begins with none. */
  constructor(parts: MembersParts) {
    this.#parts = parts;
  }

  /** Returns the membership of somebody in a room, if there is one. */
  get(room: number, identity: number): Membership | undefined {
    return this.#byRoom.get(room)?.get(identity);
  }

  /** Returns the members of a room, by identity. */
  of(room: number): ReadonlyMap<number, Membership> {
    return this.#byRoom.get(room) ?? NONE;
  }

  /** The rooms that somebody is in. */
  get rooms(): Iterable<number> {
    return this.#byRoom.keys();
  }

  /** Returns the memberships of somebody, by room. */
  roomsOf(identity: number): ReadonlyMap<number, Membership> {
    return this.#byPerson.get(identity) ?? NONE;
  }

  /** Tells from here on of each change, as soon as it is in the view. */
  follow(onChange: OnMembership): void {
    this.#onChange = onChange;
  }

  /** Takes in what the watch told. */
  heard(room: number, identity: number, value: Json | undefined): void {
    const before = this.get(room, identity);
    if (value === undefined) {
      remove(this.#byRoom, room, identity);
      remove(this.#byPerson, identity, room);
      return this.#onChange(before);
    }
    const member = { ...readMembership(value), room, identity };
    insert(this.#byRoom, room, identity, member);
    insert(this.#byPerson, identity, room, member);
    this.#onChange(before, member);
  }

  /**
   * Lets somebody into a room; who is the first in it owns it.
   *
   * @param joined The newest seq of the log.
   * @returns the membership, the one before where there was one.
   * @throws {ChatError} `too_many`, `store_full`, `unavailable`.
   */
  async join(
    room: number,
    identity: number,
    joined: number,
  ): Promise<Membership> {
    let member = this.get(room, identity);
    const { identities, rooms } = this.#parts;
    const isFirst = this.of(room).size === 0;
    this.checkRoomFor(room, identity);
    const put = this.#change(room, identity, (before) => {
      if (before) {
        member = before;
        return UNCHANGED;
      }
      const record: MembershipRecord = {
        joined,
        at: this.#parts.now(),
        role: isFirst ? "owner" : "member",
      };
      member = { ...record, room, identity };
      return record;
    });
    const others = isFirst || !identities.isAccount(identity)
      ? [rooms.setEmpty(room, false)] // nobody else can become its owner
      : this.#afterChange(room);
    await Promise.all([put, ...others]);
    return this.get(room, identity) ?? member ?? neverJoined();
  }

  /**
   * Checks that somebody may be in one more room.
   *
   * @throws {ChatError} `too_many`.
   */
  checkRoomFor(room: number, identity: number): void {
    const rooms = this.roomsOf(identity);
    if (rooms.size < MAX_ROOMS_OF_PERSON || rooms.has(room)) return;
    throw new ChatError(
      "too_many",
      `Cannot be in more than ${MAX_ROOMS_OF_PERSON} rooms: leave one first`,
    );
  }

  /** Takes somebody out of a room. */
  async leave(room: number, identity: number): Promise<void> {
    const { rooms } = this.#parts;
    const isOwner = this.get(room, identity)?.role === "owner";
    const put = this.#change(
      room,
      identity,
      (before) => before ? undefined : UNCHANGED,
    );
    const others = isOwner
      ? this.#afterChange(room)
      : [rooms.setEmpty(room, this.of(room).size === 0)]; // owned as before
    await Promise.all([put, ...others]);
  }

  /** Takes somebody out of all rooms. */
  async leaveAll(identity: number): Promise<void> {
    const rooms = [...this.roomsOf(identity).keys()];
    await Promise.all(rooms.map((room) => this.leave(room, identity)));
  }

  /** Makes somebody in a room something else. */
  async setRole(room: number, identity: number, role: Role): Promise<void> {
    const put = this.#change(
      room,
      identity,
      (before) =>
        before && before.role !== role ? { ...before, role } : UNCHANGED,
    );
    await Promise.all([put, ...this.#afterChange(room)]);
  }

  /** Gives every room an owner that somebody who has an account now can own. */
  async registered(identity: number): Promise<void> {
    const rooms = [...this.roomsOf(identity).keys()];
    await Promise.all(rooms.flatMap((room) => this.#afterChange(room)));
  }

  /** Gives a room an owner, and says whether it is empty. */
  async mend(room: number): Promise<void> {
    await Promise.all(this.#afterChange(room));
  }

  #change(
    room: number,
    identity: number,
    decide: (
      before: Membership | undefined,
    ) => MembershipRecord | undefined | typeof UNCHANGED,
  ): Promise<void> {
    return this.#parts.records.change(membershipKey(room, identity), () => {
      const next = decide(this.get(room, identity));
      if (typeof next !== "object") return next;
      const { joined, at, role } = next;
      return { joined, at, role };
    });
  }

  /** The room has an owner again, and knows whether it is empty. */
  #afterChange(room: number): readonly Promise<void>[] {
    const { identities, rooms } = this.#parts;
    const members = this.of(room);
    const changes = [rooms.setEmpty(room, members.size === 0)];
    const isAccount = (number: number) => identities.isAccount(number);
    const next = successorOf(members.values(), isAccount);
    if (next) {
      const { identity, ...before } = next;
      const become = () => ({ ...before, identity, role: "owner" as const });
      changes.push(this.#change(room, identity, become));
    }
    return changes;
  }
}

type Nested = Map<number, Map<number, Membership>>;

function insert(
  map: Nested,
  key: number,
  inner: number,
  member: Membership,
): void {
  const members = map.get(key);
  if (members) members.set(inner, member);
  else map.set(key, new Map([[inner, member]]));
}

function remove(map: Nested, key: number, inner: number): void {
  const members = map.get(key);
  members?.delete(inner);
  if (members?.size === 0) map.delete(key);
}

function neverJoined(): never {
  throw new Error("Cannot find the membership that was just made");
}
