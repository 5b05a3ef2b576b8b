/**
 * What somebody is told of a room it comes into, or is in no longer.
 *
 * @module
 */

import type { Membership } from "../directory/membership.ts";
import type { RoomState } from "../directory/room.ts";
import type { Payload } from "./payload.ts";
import type { Room } from "./room.ts";

/** Most names that are told to who joins. */
const MAX_NAMES = 200;

/**
 * What a room is like for who is in it from here on.
 *
 * @param room As it is at the moment; missing when nobody is there.
 */
export function joinedNotice(
  room: Room | undefined,
  { name, topic, history }: RoomState,
  { role, joined }: Pick<Membership, "role" | "joined">,
): Payload {
  return {
    response: "info",
    content: `You are in ${name}`,
    code: "joined",
    fields: {
      room: name,
      topic,
      count: room?.count ?? 0,
      names: room?.firstNames(MAX_NAMES) ?? [],
      role,
      history,
      seq: joined,
    },
  };
}

/** Who gets it is in a room no longer. */
export function leftNotice(room: string): Payload {
  return {
    response: "info",
    content: `You are no longer in ${room}`,
    code: "left",
    fields: { room },
  };
}
