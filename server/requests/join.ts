/**
 * Coming into rooms, and going out.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import {
  type Call,
  type JoinRequest,
  readJoin,
  readLeave,
} from "../../shared/request.ts";
import type { Payload } from "../chat/payload.ts";
import { isIn, isVisible, unknownRoom } from "../chat/readable.ts";
import { joinedNotice, leftNotice } from "../chat/room_notices.ts";
import { LOBBY_NUMBER, type RoomState } from "../directory/room.ts";
import { type Peer, personOf } from "./peer.ts";

/** Comes into a room, or makes it. */
export async function join(peer: Peer, call: Call): Promise<void> {
  const request = readJoin(call.fields);
  const room = peer.services.directory.rooms.named(request.content);
  if (room && isOwn(peer, room, request)) {
    return peer.answer(call, joinedAgain(peer, room));
  }
  if (request.make) return await makeRoom(peer, call, request);
  const isRight = await isPassword(peer, room, request);
  if (peer.person) await comeIn(peer, call, request, isRight);
}

/** Who is in it has nothing to do; who made it may say so once more. */
function isOwn(peer: Peer, room: RoomState, { make }: JoinRequest): boolean {
  const { identity } = personOf(peer);
  if (!isIn(peer.services.directory, identity, room)) return false;
  return !make || room.by === identity;
}

function joinedAgain(peer: Peer, state: RoomState): Payload {
  const { chat, directory } = peer.services;
  const { identity } = personOf(peer);
  const member = directory.members.get(state.number, identity) ??
    { role: "member", joined: chat.last } as const;
  const notice = joinedNotice(chat.room(state), state, member);
  return { ...notice, fields: { ...notice.fields, duplicate: true } };
}

async function makeRoom(
  peer: Peer,
  call: Call,
  { content: name, private: isPrivate = false, password }: JoinRequest,
): Promise<void> {
  const { chat, directory, accounts } = peer.services;
  const { identity } = personOf(peer);
  directory.rooms.checkName(name);
  const hash = password === undefined
    ? undefined
    : await accounts.hashRoom(password);
  if (!peer.person) return;
  directory.rooms.checkName(name);
  directory.members.checkRoomFor(-1, identity);
  const making = directory.rooms.make({
    name,
    by: identity,
    isGuest: !directory.identities.isAccount(identity),
    private: isPrivate,
    ...(hash !== undefined && { password: hash }),
  });
  // In the view, unless it is refused; nobody else may be the first in it.
  const made = directory.rooms.named(name);
  const joining = made && chat.join(peer.person, made, peer);
  const [room, member] = await Promise.all([making, joining]);
  if (!member) throw unknownRoom(); // somebody has ended it at once
  peer.answer(call, joinedNotice(chat.room(room), room, member));
}

/**
 * Tells whether the password of a room was given; what is hidden takes as long
 * as what is missing.
 *
 * @throws {ChatError} `unknown_room`, `bad_password`, `busy`.
 */
async function isPassword(
  peer: Peer,
  room: RoomState | undefined,
  { content: name, password, invite }: JoinRequest,
): Promise<boolean> {
  if (password === undefined) return false;
  const { accounts, directory } = peer.services;
  const { identity, name: who } = personOf(peer);
  if (room && directory.invitations.find(room.number, identity, invite)) {
    return false;
  }
  try {
    const asker = { address: peer.network, name: who };
    await accounts.checkRoom(
      password,
      { name, password: room?.password },
      asker,
    );
    return true;
  } catch (error) {
    const isHidden = !room || !isVisible(directory, identity, room);
    throw isHidden && isCode(error, "bad_password") ? unknownRoom() : error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof ChatError && error.code === code;
}

/** Nothing is awaited between the decision and what it does. */
async function comeIn(
  peer: Peer,
  call: Call,
  { content: name, invite }: JoinRequest,
  isRightPassword: boolean,
): Promise<void> {
  const { chat, directory } = peer.services;
  const { rooms, members, invitations } = directory;
  const person = personOf(peer);
  const room = rooms.named(name);
  if (!room) throw unknownRoom();
  if (isIn(directory, person.identity, room)) { // by another link, meanwhile
    return peer.answer(call, joinedAgain(peer, room));
  }
  const invitation = invitations.find(room.number, person.identity, invite);
  if (!invitation && !isRightPassword) checkIsOpen(peer, room);
  members.checkRoomFor(room.number, person.identity);
  const using = invitation && invitations.use(invitation.id);
  const [member] = await Promise.all([chat.join(person, room, peer), using]);
  peer.answer(call, joinedNotice(chat.room(room), room, member));
}

/**
 * Checks that anybody may come into a room.
 *
 * @throws {ChatError} `unknown_room` for one that the peer may not see,
 * `bad_password`.
 */
function checkIsOpen(peer: Peer, room: RoomState): void {
  const { directory } = peer.services;
  if (!isVisible(directory, personOf(peer).identity, room)) throw unknownRoom();
  if (room.password === undefined) return;
  throw new ChatError(
    "bad_password",
    `Cannot join "${room.name}" without its password`,
  );
}

/** Goes out of a room for good. */
export async function leaveRoom(peer: Peer, call: Call): Promise<void> {
  const { content: name } = readLeave(call.fields);
  const { chat, directory } = peer.services;
  const person = personOf(peer);
  const room = directory.rooms.named(name);
  if (!room || !isVisible(directory, person.identity, room)) {
    throw unknownRoom();
  }
  if (room.number === LOBBY_NUMBER) {
    throw new ChatError("forbidden", "Cannot leave the lobby: all are in it");
  }
  const isMember = isIn(directory, person.identity, room);
  if (isMember) await chat.leave(person, room, peer);
  const notice = leftNotice(room.name);
  const fields = { ...notice.fields, ...(!isMember && { duplicate: true }) };
  peer.answer(call, { ...notice, fields });
}
