/**
 * What belongs to nobody: a crash, or another program, may have ended somebody
 * or a room and left what was theirs.
 *
 * @module
 */

import type { ExpiryParts } from "./expiry.ts";
import type { Invitations } from "./invitations.ts";
import type { ReadMarks } from "./read_marks.ts";
import type { Rooms } from "./rooms.ts";

/** Where orphans may be. */
export interface OrphanParts extends Omit<ExpiryParts, "end"> {
  readonly rooms: Rooms;
  readonly readMarks: ReadMarks;
  readonly invitations: Invitations;
}

/** Takes them away, and gives every room that has members an owner. */
export async function removeOrphans(
  { identities, members, rooms, readMarks, invitations }: OrphanParts,
): Promise<void> {
  const isPerson = (identity: number) => identities.get(identity) !== undefined;
  const isRoom = (room: number) => rooms.get(room) !== undefined;
  const changes = [invitations.endOrphans(isRoom, isPerson)];
  for (const room of [...members.rooms]) {
    const isThere = isRoom(room);
    for (const identity of [...members.of(room).keys()]) {
      if (isThere && isPerson(identity)) continue;
      changes.push(members.leave(room, identity));
    }
  }
  for (const { number } of rooms.all()) {
    if (number !== rooms.lobby.number) changes.push(members.mend(number));
  }
  for (const identity of [...readMarks.people]) {
    if (!isPerson(identity)) changes.push(readMarks.end(identity));
  }
  await Promise.all(changes);
}
