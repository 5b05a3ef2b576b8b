/**
 * The commands about people: talks with one alone, who somebody is, and one's
 * own name.
 *
 * @module
 */

import {
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
} from "../../shared/password.ts";
import type { Request } from "../../shared/request.ts";
import type { Target } from "../../shared/target.ts";
import { countCharacters } from "../../shared/text.ts";
import type { ChatCommand, CommandContext } from "./command.ts";
import { withRooms } from "./needs_rooms.ts";
import type { RoomContext } from "./room_context.ts";

const NO_TALKS =
  "Not sent: this server has no direct messages, everybody here would read it";
const NO_BLOCKS = "This server has no direct messages to be kept from";
const NO_PEOPLE =
  "This server knows nothing about people: /names shows who is here";
const NO_AWAY = "This server has no mark for being away: say it";
const NO_ACCOUNTS = "Not sent: this server has no accounts and no passwords";

/** The commands by their names. */
export const PEOPLE_COMMANDS: Readonly<Record<string, ChatCommand>> = {
  msg: {
    usage: "/msg NAME TEXT",
    summary: "Say something to one person only",
    example: "/msg bob Are you there?",
    arguments: ["person", "text"],
    withoutRooms: NO_TALKS,
    run: withRooms(msg),
  },
  reply: {
    usage: "/reply [TEXT]",
    summary: "Answer the last direct message, or go to where it stands",
    example: "/reply In five minutes",
    arguments: ["text"],
    withoutRooms: NO_TALKS,
    run: withRooms(reply),
  },
  query: {
    usage: "/query NAME",
    summary: "Go to the talk with one person; what you type goes there",
    example: "/query bob",
    arguments: ["person"],
    withoutRooms: NO_TALKS,
    run: withRooms(query),
  },
  whois: {
    usage: "/whois NAME",
    summary: "Show who somebody is, and whether they are here",
    example: "/whois bob",
    arguments: ["person"],
    withoutRooms: NO_PEOPLE,
    run: withRooms(whois),
  },
  away: {
    usage: "/away [TEXT]",
    summary: "Say that you are away, or without TEXT that you are back",
    example: "/away Back at three",
    arguments: ["text"],
    withoutRooms: NO_AWAY,
    run: withRooms(away),
  },
  block: {
    usage: "/block NAME",
    summary: "Take no direct messages from NAME",
    example: "/block bob",
    arguments: ["person"],
    withoutRooms: NO_BLOCKS,
    run: withRooms(block),
  },
  unblock: {
    usage: "/unblock NAME",
    summary: "Take direct messages from NAME again",
    example: "/unblock bob",
    arguments: ["person"],
    withoutRooms: NO_BLOCKS,
    run: withRooms(unblock),
  },
  register: {
    usage: "/register",
    summary: "Keep your name for yourself; asks for a password",
    example: "/register",
    arguments: [],
    isSecret: true,
    withoutRooms: NO_ACCOUNTS,
    run: withRooms(register),
  },
  passwd: {
    usage: "/passwd",
    summary: "Change the password of your name; all other logins end",
    example: "/passwd",
    arguments: [],
    isSecret: true,
    withoutRooms: NO_ACCOUNTS,
    run: withRooms(passwd),
  },
};

/** A password belongs where it is not shown. */
const NOT_IN_THE_LINE =
  "Not taken: type the command alone, the password is asked for and not shown";
const NOT_THE_SAME = "Not changed: the two passwords are not the same";

function msg(
  context: CommandContext,
  rooms: RoomContext,
  argument: string,
): void {
  const [, given = "", text = ""] = /^(\S*)\s*(.*)$/s.exec(argument) ?? [];
  const to = withoutAt(given);
  if (to === "") return context.warn("Cannot tell for whom: /msg NAME TEXT");
  if (text === "") return rooms.openTalk(to);
  rooms.sayTo({ to }, text);
}

function reply(
  context: CommandContext,
  rooms: RoomContext,
  argument: string,
): void {
  const { lastSender } = rooms;
  if (lastSender?.to === undefined) {
    return context.warn("Nobody has sent you a direct message: /msg NAME TEXT");
  }
  if (argument === "") return rooms.openTalk(lastSender.to);
  rooms.sayTo(lastSender, argument);
}

function query(
  context: CommandContext,
  rooms: RoomContext,
  argument: string,
): void {
  const name = withoutAt(argument);
  if (name === "") return context.warn("Cannot tell with whom: /query NAME");
  rooms.openTalk(name);
}

function whois(
  context: CommandContext,
  { here, me }: RoomContext,
  argument: string,
): void {
  const content = withoutAt(argument) || otherOf(here) || me;
  context.ask({ request: "whois", content });
}

function away(
  context: CommandContext,
  _rooms: RoomContext,
  argument: string,
): void {
  const content = argument === "" ? {} : { content: argument };
  context.ask({ request: "away", ...content });
}

function block(
  context: CommandContext,
  { here }: RoomContext,
  argument: string,
): void {
  askAboutPerson(context, "block", withoutAt(argument) || otherOf(here));
}

function unblock(
  context: CommandContext,
  { here }: RoomContext,
  argument: string,
): void {
  askAboutPerson(context, "unblock", withoutAt(argument) || otherOf(here));
}

function register(
  context: CommandContext,
  rooms: RoomContext,
  argument: string,
): void {
  if (argument !== "") return context.warn(NOT_IN_THE_LINE);
  void askNew(context, rooms).then((content) => {
    if (content !== undefined) context.ask({ request: "register", content });
  });
}

function passwd(
  context: CommandContext,
  rooms: RoomContext,
  argument: string,
): void {
  if (argument !== "") return context.warn(NOT_IN_THE_LINE);
  void askChange(context, rooms).then((request) => {
    if (request) context.ask(request);
  });
}

async function askChange(
  context: CommandContext,
  rooms: RoomContext,
): Promise<Request | undefined> {
  const old = await rooms.askSecret(`Password of ${rooms.me} so far: `);
  if (old === undefined) return undefined;
  const content = await askNew(context, rooms);
  return content === undefined
    ? undefined
    : { request: "passwd", content, old: old.normalize("NFC") };
}

/** Asks twice for a password that is to be, since nobody sees it. */
async function askNew(
  context: CommandContext,
  rooms: RoomContext,
): Promise<string | undefined> {
  const first = await rooms.askSecret(`New password for ${rooms.me}: `);
  if (first === undefined) return undefined;
  const password = first.normalize("NFC");
  const length = countCharacters(password);
  if (length < MIN_PASSWORD_LENGTH || length > MAX_PASSWORD_LENGTH) {
    context.warn(
      `Not changed: a password has ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`,
    );
    return undefined;
  }
  const again = await rooms.askSecret("The same again: ");
  if (again === undefined) return undefined;
  if (again.normalize("NFC") === password) return password;
  context.warn(NOT_THE_SAME);
  return undefined;
}

function askAboutPerson(
  context: CommandContext,
  request: "block" | "unblock",
  content: string,
): void {
  if (content === "") return context.warn(`Cannot tell whom: /${request} NAME`);
  context.ask({ request, content });
}

/** The other of a talk, who is meant where nobody is named. */
function otherOf({ to = "" }: Target): string {
  return to;
}

function withoutAt(name: string): string {
  return name.startsWith("@") ? name.slice(1) : name;
}
