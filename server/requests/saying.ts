/**
 * Who says something, and whether it may be said there.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Call } from "../../shared/request.ts";
import type { RoomState } from "../directory/room.ts";
import { type Peer, personOf } from "./peer.ts";
import { isModerator } from "./roles.ts";

const MS_PER_S = 1000;

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

/**
 * Checks that the peer does not say too much in a room that is slow.
 *
 * @throws {ChatError} `rate`.
 */
export function checkPace(peer: Peer, { id }: Call, room: RoomState): void {
  if (room.slow === 0 || isModerator(peer, room)) return;
  const { chat } = peer.services;
  const { identity } = personOf(peer);
  const waitMs = room.slow * MS_PER_S;
  const message = { identity, id, waitMs, now: chat.now() };
  const leftMs = chat.room(room)?.slow.take(message) ?? 0;
  if (leftMs === 0) return;
  throw new ChatError(
    "rate",
    `Cannot say so much here: one message in ${room.slow} s`,
    Math.ceil(leftMs),
  );
}
