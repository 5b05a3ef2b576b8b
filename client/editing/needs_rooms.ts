/**
 * Commands for which the server must have rooms.
 *
 * @module
 */

import type { ChatCommand, CommandContext } from "./command.ts";
import type { RoomContext } from "./room_context.ts";

/** What such a command does. */
export type RoomRun = (
  context: CommandContext,
  rooms: RoomContext,
  argument: string,
) => void;

/** Returns a command that says why there are no rooms, where there are none. */
export function withRooms(run: RoomRun): ChatCommand["run"] {
  return (context, argument) => {
    const { rooms } = context;
    if (typeof rooms === "string") context.warn(rooms);
    else run(context, rooms, argument);
  };
}
