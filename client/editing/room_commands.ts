/**
 * The commands about rooms: into one, out of it, and what it is like there.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { checkRoomName, foldName, LOBBY } from "../../shared/names.ts";
import type { JoinRequest } from "../../shared/request.ts";
import type { Target } from "../../shared/target.ts";
import { inOneLine } from "../chat/room_words.ts";
import type { ChatCommand, CommandContext } from "./command.ts";
import { withRooms } from "./needs_rooms.ts";
import type { RoomContext } from "./room_context.ts";

/** What makes a room, as the words behind its name. */
const MAKING: ReadonlyMap<string, Pick<JoinRequest, "make" | "private">> =
  new Map([
    ["new", { make: true }],
    ["private", { make: true, private: true }],
    ["new private", { make: true, private: true }],
  ]);
/** Takes a topic away. */
const NO_TOPIC = "-";
/** Most rooms listed at once. */
const MAX_LISTED = 200;

const NO_ROOMS =
  "This server has no rooms: everybody is in one, and /names shows who";

/** The commands by their names. */
export const ROOM_COMMANDS: Readonly<Record<string, ChatCommand>> = {
  join: {
    usage: "/join ROOM [HOW]",
    summary: "Go into a room; HOW: new, private, or an invitation's code",
    example: "/join ops",
    arguments: ["room", "text"],
    isSecret: hasCode,
    withoutRooms: NO_ROOMS,
    run: withRooms(join),
  },
  leave: {
    usage: "/leave [ROOM]",
    summary: "Go out of this room for good, or close this talk",
    example: "/leave ops",
    arguments: ["room"],
    withoutRooms: NO_ROOMS,
    run: withRooms(leave),
  },
  rooms: {
    usage: "/rooms",
    summary: "Show your rooms and talks, and the rooms you may join",
    example: "/rooms",
    arguments: [],
    withoutRooms: NO_ROOMS,
    run: withRooms(rooms),
  },
  topic: {
    usage: "/topic [TEXT]",
    summary: "Show or say what this room is about; - takes it away",
    example: "/topic The release of Friday",
    arguments: ["text"],
    withoutRooms: NO_ROOMS,
    run: withRooms(topic),
  },
  invite: {
    usage: "/invite [NAME]",
    summary: "Invite NAME into this room, or make a code for anybody",
    example: "/invite bob",
    arguments: ["person"],
    withoutRooms: NO_ROOMS,
    run: withRooms(invite),
  },
};

/** A line with the code of an invitation is not kept. */
function hasCode(argument: string): boolean {
  const [, ...how] = argument.split(/\s+/);
  return how.length > 0 && !MAKING.has(how.join(" "));
}

function join(
  context: CommandContext,
  rooms: RoomContext,
  argument: string,
): void {
  const [given = "", ...words] = argument.split(/\s+/);
  const content = withoutHash(given);
  const way = words.join(" ");
  if (content === "" || words.length > 1 && !MAKING.has(way)) {
    return context.warn("Cannot tell the room: /join ROOM, and new to make it");
  }
  if (rooms.goTo(content)) return;
  const problem = whyNotRoom(content);
  if (problem !== undefined) return context.warn(problem);
  const making = way === "" ? {} : MAKING.get(way) ?? { invite: way };
  context.ask({ request: "join", content, ...making });
}

function leave(
  context: CommandContext,
  rooms: RoomContext,
  argument: string,
): void {
  const { here } = rooms;
  const given = withoutHash(argument);
  if (given === "" && here.room === undefined) return rooms.closeTalk();
  const content = given === "" ? here.room ?? LOBBY : given;
  if (foldName(content) === LOBBY) {
    return context.warn("Nobody leaves lobby: /quit leaves the chat");
  }
  context.ask({ request: "leave", content });
}

function rooms(context: CommandContext): void {
  context.ask({ request: "rooms", all: true, limit: MAX_LISTED });
}

function topic(
  context: CommandContext,
  { here, topic }: RoomContext,
  argument: string,
): void {
  if (here.room === undefined) return context.warn(noRoom(here));
  if (argument !== "") {
    const content = argument === NO_TOPIC ? "" : argument;
    return context.ask({ request: "topic", content, room: here.room });
  }
  context.note(
    topic === ""
      ? `${here.room} has no topic: /topic TEXT says what it is about`
      : `The topic of ${here.room} is: ${inOneLine(topic)}`,
  );
}

function invite(
  context: CommandContext,
  { here }: RoomContext,
  argument: string,
): void {
  if (here.room === undefined) return context.warn(noRoom(here));
  const content = argument === "" ? {} : { content: argument };
  context.ask({ request: "invite", ...content, room: here.room });
}

/** Returns the name of a room without the `#` that people write before it. */
function withoutHash(name: string): string {
  return name.startsWith("#") ? name.slice(1) : name;
}

function whyNotRoom(name: string): string | undefined {
  try {
    checkRoomName(name);
    return undefined;
  } catch (error) {
    if (error instanceof ChatError) return error.message;
    throw error;
  }
}

function noRoom({ to }: Target): string {
  return `This is a talk with ${to} and no room: Alt-1 goes to the first room`;
}
