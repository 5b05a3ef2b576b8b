/**
 * Inviting people to rooms, by name or by a code.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { type Call, readInvite } from "../../shared/request.ts";
import type { Payload } from "../chat/payload.ts";
import { isIn, unknownUser } from "../chat/readable.ts";
import { ackOf } from "../chat/replies.ts";
import type { Identity } from "../directory/identity.ts";
import type { Invitation } from "../directory/invitations.ts";
import type { RoomState } from "../directory/room.ts";
import { isThere, roomOf } from "./conversation.ts";
import { checkMaySay } from "./saying.ts";
import { type Peer, personOf, type Services } from "./peer.ts";
import { checkModerates } from "./roles.ts";

const MS_PER_S = 1000;

/** Invites somebody, or makes a code for whoever has it. */
export async function invite(peer: Peer, call: Call): Promise<void> {
  const request = readInvite(call.fields, peer.version);
  const { content: name, uses, expires_s: seconds } = request;
  const room = roomOf(peer, request.room);
  if (name !== undefined) return await inviteByName(peer, call, room, name);
  checkMayInvite(peer, room);
  const { invitations } = peer.services.directory;
  const code = await invitations.makeCode({
    room: room.number,
    by: personOf(peer).identity,
    uses,
    forMs: seconds === undefined ? undefined : seconds * MS_PER_S,
  });
  peer.answer(call, {
    response: "info",
    content: `Whoever joins ${room.name} with this code gets in`,
    code: "invite",
    fields: { invite: code, room: room.name },
  });
}

async function inviteByName(
  peer: Peer,
  call: Call,
  room: RoomState,
  name: string,
): Promise<void> {
  const { directory, chat } = peer.services;
  const whom = directory.identities.named(name);
  if (!whom || !isThere(peer, whom.number)) throw unknownUser();
  checkMayInvite(peer, room);
  checkTakes(peer, whom);
  const { invitations } = directory;
  const isInvited = isIn(directory, whom.number, room) ||
    invitations.find(room.number, whom.number) !== undefined;
  const fields = { room: room.name };
  if (isInvited) {
    await directory.settled();
    return peer.answer(call, ackOf(fields, true));
  }
  const { identity: by } = personOf(peer);
  await invitations.invite(whom.number, { room: room.number, by });
  peer.answer(call, ackOf(fields));
  const invitation = invitations.find(room.number, whom.number);
  const person = chat.people.get(whom.number);
  if (!invitation || !person || person.roomLinks.length === 0) return;
  person.tell(noticeOf(peer.services, invitation));
  await invitations.setTold(invitation.id);
}

/** Whoever may not say anything in a room may not invite to it either. */
function checkMayInvite(peer: Peer, room: RoomState): void {
  checkModerates(peer, room);
  checkMaySay(peer, room);
}

/** Nothing more comes from whom somebody has blocked, an invitation neither. */
function checkTakes(peer: Peer, { number, name }: Identity): void {
  const { blocks } = peer.services.directory;
  if (blocks.takes(number, personOf(peer).identity)) return;
  throw new ChatError(
    "forbidden",
    `Cannot invite ${name}: no invitations are taken of you`,
  );
}

/** Tells somebody who has come of the invitations that it has not heard of. */
export function tellInvitations(peer: Peer): void {
  const { person, services, knowsRooms } = peer;
  if (!person || !knowsRooms) return;
  const { invitations } = services.directory;
  for (const invitation of invitations.for(person.identity)) {
    if (invitation.told) continue;
    person.tell(noticeOf(services, invitation));
    // Told twice, if that cannot be stored, is better than never.
    invitations.setTold(invitation.id).catch(() => {});
  }
}

function noticeOf(
  { directory: { rooms, identities } }: Services,
  { room: number, by }: Invitation,
): Payload {
  const room = rooms.get(number)?.name ?? "";
  const name = identities.get(by)?.name ?? "";
  return {
    response: "info",
    content: `${name} invites you to ${room}`,
    code: "invitation",
    fields: { room, by: name },
  };
}
