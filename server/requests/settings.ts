/**
 * The rules of a room: who sees it, who gets in, what may be read.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { type Call, readSet, type SetRequest } from "../../shared/request.ts";
import { unknownRoom } from "../chat/readable.ts";
import { ackOf } from "../chat/replies.ts";
import { roomConversation, type RoomState } from "../directory/room.ts";
import type { SettingsChange } from "../directory/rooms.ts";
import { roomOf } from "./conversation.ts";
import { authorOf } from "./saying.ts";
import { type Peer, personOf } from "./peer.ts";
import { checkOwns } from "./roles.ts";
import { putChange } from "./room_change.ts";

/** Changes the rules of a room, which everybody in it is told in order. */
export async function changeSettings(peer: Peer, call: Call): Promise<void> {
  const request = readSet(call.fields, peer.version);
  const room = ownedRoom(peer, request.room);
  const change = await changeOf(peer, room, request);
  if (!peer.person) return;
  // Hashing takes its time: somebody else may own it by now.
  if (ownedRoom(peer, request.room).number !== room.number) throw unknownRoom();
  const fields = fieldsOf(change);
  if (Object.keys(fields).length === 0) {
    const place = { seq: room.setSeq ?? 0, room: room.name };
    return peer.answer(call, ackOf(place, true));
  }
  const { name: by } = personOf(peer);
  const { rooms } = peer.services.directory;
  await putChange(peer, call, {
    draft: {
      conversation: roomConversation(room),
      target: { room: room.name },
      ...authorOf(peer),
      text: "",
      change: { code: "room_changed", fields: { ...fields, by } },
    },
    apply: (seq) => rooms.set(room.number, change, seq),
  });
}

function ownedRoom(peer: Peer, name?: string): RoomState {
  const room = roomOf(peer, name);
  checkOwns(peer, room);
  return room;
}

/** What is to be another than it is. */
async function changeOf(
  peer: Peer,
  room: RoomState,
  { private: isPrivate, password, history, slow_s: slow, moderated }:
    SetRequest,
): Promise<SettingsChange> {
  const hash = await passwordChange(peer, room, password);
  return {
    ...(isPrivate !== undefined && isPrivate !== room.private &&
      { private: isPrivate }),
    ...(hash !== undefined && { password: hash }),
    ...(history !== undefined && history !== room.history && { history }),
    ...(slow !== undefined && slow !== room.slow && { slow }),
    ...(moderated !== undefined && moderated !== room.moderated &&
      { moderated }),
  };
}

/** Nothing for a password that the room has already; null takes it away. */
async function passwordChange(
  { services: { accounts } }: Peer,
  { password: before }: RoomState,
  password: string | undefined,
): Promise<string | null | undefined> {
  if (password === undefined) return undefined;
  if (password === "") return before === undefined ? undefined : null;
  if (before !== undefined && await accounts.isRoomPassword(password, before)) {
    return undefined;
  }
  return await accounts.hashRoom(password);
}

/** What everybody in the room is told; a password only that there is one. */
function fieldsOf(
  { password, slow, ...rest }: SettingsChange,
): Readonly<Record<string, Json>> {
  return {
    ...rest,
    ...(password !== undefined && { password: password !== null }),
    ...(slow !== undefined && { ["slow_s"]: slow }),
  };
}
