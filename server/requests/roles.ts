/**
 * What somebody may do in a room.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Role } from "../directory/membership.ts";
import { LOBBY_NUMBER, type RoomState } from "../directory/room.ts";
import { type Peer, personOf } from "./peer.ts";

/** Returns what the peer is in a room that it is in. */
export function roleIn(peer: Peer, { number }: RoomState): Role {
  const { members } = peer.services.directory;
  return members.get(number, personOf(peer).identity)?.role ?? "member";
}

/** Tells whether the peer moderates a room. */
export function isModerator(peer: Peer, room: RoomState): boolean {
  return roleIn(peer, room) !== "member";
}

/**
 * Checks that the peer owns a room; the lobby is the server's.
 *
 * @throws {ChatError} `forbidden`.
 */
export function checkOwns(peer: Peer, room: RoomState): void {
  if (roleIn(peer, room) === "owner") return;
  throw new ChatError(
    "forbidden",
    room.number === LOBBY_NUMBER
      ? "Cannot change the lobby: it is the server's"
      : `Cannot change "${room.name}": only its owners may`,
  );
}

/**
 * Checks that the peer may invite others to a room.
 *
 * @throws {ChatError} `forbidden`.
 */
export function checkModerates(peer: Peer, room: RoomState): void {
  if (isModerator(peer, room)) return;
  throw new ChatError(
    "forbidden",
    `Cannot invite to "${room.name}": only its moderators may`,
  );
}
