/**
 * Saying something: the seed's `parse_message`.
 *
 * @module
 */

import { type Call, readMsg } from "../../shared/request.ts";
import { checkMessage } from "../../shared/text.ts";
import { roomConversation } from "../directory/room.ts";
import { roomOf } from "./conversation.ts";
import { sayTo } from "./direct_message.ts";
import type { Peer, Saying } from "./peer.ts";
import { authorOf, checkMaySay, checkPace } from "./saying.ts";

/** Puts a message into the log, from where everybody else gets it. */
export function say(peer: Peer, call: Call): void | Promise<void> {
  const { content, room, to, talk } = readMsg(call.fields, peer.version);
  if (to !== undefined) return sayTo(peer, call, { content, to, talk });
  return peer.say(call, () => sayingIn(peer, call, room, content));
}

function sayingIn(
  peer: Peer,
  call: Call,
  room: string | undefined,
  text: string,
): Saying {
  const state = roomOf(peer, room);
  checkMaySay(peer, state);
  if (peer.knowsRooms) checkMessage(text); // else it was read so
  checkPace(peer, call, state);
  const draft = {
    conversation: roomConversation(state),
    target: { room: state.name },
    ...authorOf(peer),
    text,
  };
  return { draft };
}
