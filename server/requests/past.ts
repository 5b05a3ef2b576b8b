/**
 * What of a conversation a peer may read back.
 *
 * @module
 */

import type { ConversationFields } from "../../shared/request.ts";
import { readableAfter } from "../chat/readable.ts";
import { roomConversation } from "../directory/room.ts";
import { talkConversation } from "../directory/talks.ts";
import { LOBBY_KEY } from "../log/conversation.ts";
import type { ConversationRange } from "../log/log.ts";
import { roomOf, talkOf } from "./conversation.ts";
import { type Peer, personOf } from "./peer.ts";

/**
 * Returns where to read what was said; below version 3 what is said to one alone
 * stands in the lobby.
 *
 * @throws {ChatError} `unknown_room` or `unknown_user`.
 */
export function pastOf(
  peer: Peer,
  fields: ConversationFields,
): readonly ConversationRange[] {
  if (!peer.knowsRooms) return oldPastOf(peer, fields);
  if (fields.with !== undefined || fields.talk !== undefined) {
    const talk = talkOf(peer, fields);
    return talk ? [{ key: talkConversation(talk) }] : [];
  }
  const { chat: { logAge: log }, directory } = peer.services;
  const room = roomOf(peer, fields.room);
  const after = readableAfter(directory, personOf(peer).identity, {
    ...{ room, purpose: "past", log },
  });
  return [{ key: roomConversation(room), after: after ?? log.last }];
}

function oldPastOf(
  peer: Peer,
  { room }: ConversationFields,
): readonly ConversationRange[] {
  roomOf(peer, room);
  const { talks } = peer.services.directory;
  const own = Array.from(
    talks.of(personOf(peer).identity),
    (talk) => ({ key: talkConversation(talk) }),
  );
  return [{ key: LOBBY_KEY }, ...own];
}
