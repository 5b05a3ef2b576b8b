/**
 * The requests about rooms: coming in, going out, and looking around.
 *
 * @module
 */

import type { Identified } from "./call.ts";
import { conversationOf, withoutHash } from "./conversation_fields.ts";
import { ChatError } from "./errors.ts";
import { checkRoomName } from "./names.ts";
import { givenPasswordOf, passwordOf } from "./password.ts";
import type { Fields } from "./fields.ts";
import {
  limitOf,
  numbersOf,
  shortTextOf,
  switchesOf,
  textOf,
} from "./request_fields.ts";

/** Most uses of one code of an invitation. */
export const MAX_INVITE_USES = 10_000;
/** Longest time for which an invitation is good, in seconds: a year. */
export const MAX_INVITE_S = 366 * 24 * 60 * 60;

/** Asks who is in a room. */
export interface NamesRequest extends Identified {
  /** The name of the request. */
  readonly request: "names";
  /** The room; the lobby when missing. */
  readonly room?: string;
}

/** Comes into a room. */
export interface JoinRequest extends Identified {
  /** The name of the request. */
  readonly request: "join";
  /** The room, without `#`. */
  readonly content: string;
  /** Makes it; it must not be there. */
  readonly make?: boolean;
  /** Makes it a private one. */
  readonly private?: boolean;
  /** Its password, in NFC; 8-128 characters where it is made. */
  readonly password?: string;
  /** The code of an invitation. */
  readonly invite?: string;
}

/** Goes out of a room for good. */
export interface LeaveRequest extends Identified {
  /** The name of the request. */
  readonly request: "leave";
  /** The room, without `#`. */
  readonly content: string;
}

/** Asks for the rooms and talks one has, newest first. */
export interface RoomsRequest extends Identified {
  /** The name of the request. */
  readonly request: "rooms";
  /** Also those one may join. */
  readonly all?: boolean;
  /** The last room of the page before. */
  readonly after?: string;
  /** At most so many, 1-1,000. */
  readonly limit?: number;
}

/** Says what a room is about. */
export interface TopicRequest extends Identified {
  /** The name of the request. */
  readonly request: "topic";
  /** The topic, up to 300 characters; "" takes it away. */
  readonly content: string;
  /** The room; the lobby when missing. */
  readonly room?: string;
}

/** Invites somebody, or makes a code for whoever has it. */
export interface InviteRequest extends Identified {
  /** The name of the request. */
  readonly request: "invite";
  /** Who is invited; a code is made where nobody is. */
  readonly content?: string;
  /** The room; the lobby when missing. */
  readonly room?: string;
  /** How often the code may be used, 1-10,000. */
  readonly uses?: number;
  /** How long it is good, in seconds, up to a year. */
  readonly "expires_s"?: number;
}

/**
 * Reads a question for who is in a room.
 *
 * @param version What the login asked for.
 * @throws {ChatError} `bad_request`.
 */
export function readNames(fields: Fields, version = 1): NamesRequest {
  return { request: "names", ...conversationOf(fields, ["room"], version) };
}

/**
 * Reads a wish to come into a room.
 *
 * @throws {ChatError} `bad_request`, `bad_text`, `bad_room` for a name that no
 * room can have, or `weak_password`.
 */
export function readJoin(fields: Fields): JoinRequest {
  const content = withoutHash(textOf(fields, "content"));
  const switches = switchesOf(fields, ["make", "private"]);
  const invite = shortTextOf(fields, "invite");
  checkRoomName(content);
  const isChosen = switches.make &&
    (fields.password ?? undefined) !== undefined;
  const password = isChosen
    ? { password: passwordOf(fields, "password") }
    : givenPasswordOf(fields, "password");
  return { request: "join", content, ...switches, ...password, ...invite };
}

/**
 * Reads a wish to go out of a room.
 *
 * @throws {ChatError} `bad_request`.
 */
export function readLeave(fields: Fields): LeaveRequest {
  return { request: "leave", content: withoutHash(textOf(fields, "content")) };
}

/**
 * Reads a question for rooms.
 *
 * @throws {ChatError} `bad_request` or `bad_text`.
 */
export function readRooms(fields: Fields): RoomsRequest {
  const { after } = shortTextOf(fields, "after");
  return {
    request: "rooms",
    ...switchesOf(fields, ["all"]),
    ...(after === undefined ? {} : { after: withoutHash(after) }),
    ...limitOf(fields),
  };
}

/**
 * Reads a topic. Only the form is read: its text is checked with
 * `checkShortText()`, behind the right to set it.
 *
 * @param version What the login asked for.
 * @throws {ChatError} `bad_request`.
 */
export function readTopic(fields: Fields, version = 1): TopicRequest {
  const content = textOf(fields, "content");
  const room = conversationOf(fields, ["room"], version);
  return { request: "topic", content, ...room };
}

/**
 * Reads an invitation.
 *
 * @param version What the login asked for.
 * @throws {ChatError} `bad_request`.
 */
export function readInvite(fields: Fields, version = 1): InviteRequest {
  const isForAll = (fields.content ?? "") === "";
  const numbers = numbersOf(fields, ["uses", "expires_s"]);
  checkRange("uses", numbers.uses, MAX_INVITE_USES);
  checkRange("expires_s", numbers.expires_s, MAX_INVITE_S);
  return {
    request: "invite",
    ...(isForAll ? {} : { content: textOf(fields, "content") }),
    ...conversationOf(fields, ["room"], version),
    ...numbers,
  };
}

function checkRange(key: string, value = 1, max: number): void {
  if (value >= 1 && value <= max) return;
  throw new ChatError(
    "bad_request",
    `Cannot use this ${key}: expected 1 to ${max}`,
  );
}
