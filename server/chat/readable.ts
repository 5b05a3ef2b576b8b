/**
 * What somebody may read: pages, live, search, names, counts and refusals ask
 * here, and nowhere else. What is hidden answers as what is missing.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Directory } from "../directory/directory.ts";
import type { Membership } from "../directory/membership.ts";
import { LOBBY_NUMBER, type RoomState } from "../directory/room.ts";
import type { Talk } from "../directory/talks.ts";

/**
 * What is read: what came after a lost connection; the newest at a login;
 * or what was said before, because somebody asks for it.
 */
export type Purpose = "resume" | "newest" | "past";

/** Where the log stands. */
export interface LogAge {
  /** The newest seq of the log. */
  readonly last: number;
  /** Up to where it is too old to be resumed from in rooms without a history. */
  readonly old: number;
}

/** Returns whether somebody is in a room. */
export function isIn(
  { members }: Directory,
  reader: number,
  { number }: RoomState,
): boolean {
  return number === LOBBY_NUMBER || members.get(number, reader) !== undefined;
}

/**
 * Returns the room of a name, for somebody who is in it.
 *
 * @throws {ChatError} `unknown_room`, for one that is missing as well.
 */
export function ownRoom(
  directory: Directory,
  reader: number,
  name: string,
): RoomState {
  const room = directory.rooms.named(name);
  if (room && isIn(directory, reader, room)) return room;
  throw unknownRoom();
}

/** Returns whether somebody sees that a room is there. */
export function isVisible(
  directory: Directory,
  reader: number,
  room: RoomState,
): boolean {
  return !room.private || isIn(directory, reader, room) ||
    directory.invitations.find(room.number, reader) !== undefined;
}

/**
 * Returns after which seq somebody may read a room; missing when it is not in
 * it.
 */
export function readableAfter(
  { members }: Directory,
  reader: number,
  { room, purpose, log }: {
    readonly room: RoomState;
    readonly purpose: Purpose;
    readonly log: LogAge;
  },
): number | undefined {
  if (room.number === LOBBY_NUMBER) return 0;
  const member = members.get(room.number, reader);
  return member && AFTER[room.history](member, purpose, log);
}

const AFTER: Readonly<
  Record<
    RoomState["history"],
    (member: Membership, purpose: Purpose, log: LogAge) => number
  >
> = {
  all: ({ joined }, purpose) => purpose === "resume" ? joined : 0,
  joined: ({ joined }) => joined,
  none: ({ joined }, purpose, { old, last }) =>
    purpose === "resume" ? Math.max(joined, old) : last,
};

/** Returns whether a talk is somebody's. */
export function isOwnTalk({ a, b }: Talk, reader: number): boolean {
  return a.number === reader || b.number === reader;
}

/** The refusal of a room that one is not in, and of one that is missing. */
export function unknownRoom(): ChatError {
  return new ChatError("unknown_room", "Cannot find this room");
}

/** The refusal of somebody who is not there, and of a talk of others. */
export function unknownUser(): ChatError {
  return new ChatError("unknown_user", "Cannot find this person");
}
