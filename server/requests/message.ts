/**
 * Saying something: the seed's `parse_message`.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { type Call, readMsg } from "../../shared/request.ts";
import { checkMessage } from "../../shared/text.ts";
import { roomConversation, type RoomState } from "../directory/room.ts";
import { roomOf } from "./conversation.ts";
import { sayTo } from "./direct_message.ts";
import { type Peer, personOf } from "./peer.ts";

/** Puts a message into the log, from where everybody else gets it. */
export function say(peer: Peer, call: Call): void | Promise<void> {
  const { content, room, to, talk } = readMsg(call.fields, peer.version);
  if (to !== undefined) return sayTo(peer, call, { content, to, talk });
  const state = roomOf(peer, room);
  checkMaySay(peer, state);
  checkMessage(content);
  const draft = {
    conversation: roomConversation(state),
    target: { room: state.name },
    ...authorOf(peer),
    text: content,
  };
  peer.say(call, { draft });
}

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
export function checkMaySay(
  peer: Peer,
  { number, moderated }: RoomState,
): void {
  if (!moderated) return;
  const { members } = peer.services.directory;
  const role = members.get(number, personOf(peer).identity)?.role ?? "member";
  if (role !== "member") return;
  throw new ChatError(
    "forbidden",
    "Cannot say anything here: only moderators may",
  );
}
