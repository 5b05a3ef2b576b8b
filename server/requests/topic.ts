/**
 * What a room is about.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { type Call, readTopic } from "../../shared/request.ts";
import { checkShortText } from "../../shared/text.ts";
import { ackOf } from "../chat/replies.ts";
import { roomConversation } from "../directory/room.ts";
import { roomOf } from "./conversation.ts";
import { authorOf } from "./saying.ts";
import { type Peer, personOf } from "./peer.ts";
import { isModerator } from "./roles.ts";
import { putChange } from "./room_change.ts";

/** Sets the topic of a room, which everybody in it is told in order. */
export async function setTopic(peer: Peer, call: Call): Promise<void> {
  const { content: topic, room: name } = readTopic(call.fields, peer.version);
  const { rooms } = peer.services.directory;
  const room = roomOf(peer, name);
  if (room.moderated && !isModerator(peer, room)) {
    throw new ChatError(
      "forbidden",
      "Cannot set the topic here: only moderators may",
    );
  }
  checkShortText(topic);
  if (room.topic === topic) {
    const fields = { seq: room.topicSeq ?? 0, room: room.name };
    return peer.answer(call, ackOf(fields, true));
  }
  const { name: by } = personOf(peer);
  await putChange(peer, call, {
    draft: {
      conversation: roomConversation(room),
      target: { room: room.name },
      ...authorOf(peer),
      text: "",
      change: { code: "topic", fields: { topic, by } },
    },
    apply: (seq) => rooms.setTopic(room.number, { topic, by, seq }),
  });
}
