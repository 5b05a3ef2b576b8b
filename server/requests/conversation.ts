/**
 * Which conversation a request is about, as far as its sender may know of it.
 *
 * @module
 */

import { LOBBY } from "../../shared/names.ts";
import type { ConversationFields } from "../../shared/request.ts";
import {
  isOwnTalk,
  ownRoom,
  unknownRoom,
  unknownUser,
} from "../chat/readable.ts";
import type { RoomState } from "../directory/room.ts";
import type { Talk } from "../directory/talks.ts";
import { type Peer, personOf } from "./peer.ts";

/**
 * Returns a room that the peer is in; below version 3 that is the lobby, which
 * has one spelling only.
 *
 * @throws {ChatError} `unknown_room`.
 */
export function roomOf(peer: Peer, room = LOBBY): RoomState {
  const { directory } = peer.services;
  if (!peer.knowsRooms) {
    if (room !== LOBBY) throw unknownRoom();
    return directory.rooms.lobby;
  }
  return ownRoom(directory, personOf(peer).identity, room);
}

/**
 * Returns the talk that is meant; missing where the two have never talked.
 *
 * @throws {ChatError} `unknown_user` for somebody who is not there and with
 * whom the peer has never talked, and for a talk of others.
 */
export function talkOf(
  peer: Peer,
  { with: name, talk: id }: Pick<ConversationFields, "with" | "talk">,
): Talk | undefined {
  const { identity } = personOf(peer);
  const { talks, identities } = peer.services.directory;
  const meant = id === undefined ? undefined : talks.get(id);
  if (name === undefined) return ownOf(meant, identity);
  const other = identities.named(name);
  const found = other && talks.find(identity, other.number);
  if (id !== undefined && found?.id !== id) throw unknownUser();
  if (!found && !isThere(peer, other?.number ?? 0)) throw unknownUser();
  return found;
}

/** Tells whether somebody can be written to: accounts always, guests if here. */
export function isThere(peer: Peer, identity: number): boolean {
  const { chat, directory } = peer.services;
  return directory.identities.isAccount(identity) ||
    chat.people.get(identity) !== undefined;
}

function ownOf(talk: Talk | undefined, identity: number): Talk {
  if (talk && isOwnTalk(talk, identity)) return talk;
  throw unknownUser();
}
