/**
 * Who says something, and whether it may be said there.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { RoomState } from "../directory/room.ts";
import { type Peer, personOf } from "./peer.ts";
import { isModerator } from "./roles.ts";

/** Returns who says what the peer says. */
export function authorOf(
  peer: Peer,
): { readonly author: string; readonly by: number; readonly account?: true } {
  const { identity: by, name: author } = personOf(peer);
  const { identities } = peer.services.directory;
  return identities.isAccount(by)
    ? { author, by, account: true }
    : { author, by };
}

/**
 * Checks that the peer may say something in a room that it is in.
 *
 * @throws {ChatError} `forbidden`.
 */
export function checkMaySay(peer: Peer, room: RoomState): void {
  if (!room.moderated || isModerator(peer, room)) return;
  throw new ChatError(
    "forbidden",
    "Cannot say anything here: only moderators may",
  );
}
