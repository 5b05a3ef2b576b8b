/**
 * What a client may say: types, and unknown JSON read into them once, at the
 * edge. Knows nothing of who may say it, and of what then happens.
 *
 * @module
 */

import { ChatError } from "./errors.ts";
import { type Fields, isFields } from "./fields.ts";
import { isLegalId } from "./ids.ts";
import { checkName, checkWideName, WIDE_NAMES_VERSION } from "./names.ts";
import {
  historyOf,
  limitOf,
  numbersOf,
  roomOf,
  shortTextOf,
  textOf,
} from "./request_fields.ts";
import { checkMessage, checkText } from "./text.ts";

export { MAX_PAGE } from "./request_fields.ts";

/** What any request may carry beside its own fields. */
export interface Identified {
  /** 1-64 of `[A-Za-z0-9._-]`; the answer carries the same. */
  readonly id?: string;
}

/** Takes a name; all but `content` is for programs that know more. */
export interface LoginRequest extends Identified {
  /** The name of the request. */
  readonly request: "login";
  /** The name wanted. */
  readonly content: string;
  /** 2 turns on presence and history pages. */
  readonly version?: number;
  /** Asks for everything readable after this seq. */
  readonly since?: number;
  /** Asks for the newest so many messages, at most 1,000. */
  readonly history?: number;
  /** The log that `since` is about, from the welcome; of another it says nothing. */
  readonly log?: string;
  /** From an earlier login: takes the name back from a dead connection. */
  readonly token?: string;
}

/** Says something to a room. */
export interface MsgRequest extends Identified {
  /** The name of the request. */
  readonly request: "msg";
  /** The text, 1-4,096 bytes. */
  readonly content: string;
  /** The room; the lobby when neither this nor `to` is there. */
  readonly room?: string;
  /** The one person it is for. */
  readonly to?: string;
}

/** Asks for a page of the past. */
export interface HistoryRequest extends Identified {
  /** The name of the request. */
  readonly request: "history";
  /** The room; the lobby when missing. */
  readonly room?: string;
  /** Entries before this seq, the newest of them. */
  readonly before?: number;
  /** Entries after this seq, the oldest of them. */
  readonly after?: number;
  /** At most so many, 1-1,000. */
  readonly limit?: number;
}

/** Looks for words in the past. */
export interface SearchRequest extends Identified {
  /** The name of the request. */
  readonly request: "search";
  /** The words; all must be in the text. */
  readonly content: string;
  /** Only this room. */
  readonly room?: string;
  /** Only what this user said. */
  readonly from?: string;
  /** Only entries before this seq. */
  readonly before?: number;
  /** At most so many, 1-1,000. */
  readonly limit?: number;
}

/** Asks who is in a room. */
export interface NamesRequest extends Identified {
  /** The name of the request. */
  readonly request: "names";
  /** The room; the lobby when missing. */
  readonly room?: string;
}

/** Requests that have nothing beside their name. */
export interface PlainRequest extends Identified {
  /** The name of the request. */
  readonly request: "logout" | "help" | "ping";
}

/** Everything a client may say. */
export type Request =
  | LoginRequest
  | MsgRequest
  | NamesRequest
  | HistoryRequest
  | SearchRequest
  | PlainRequest;

/** A request of which only the envelope was read. */
export interface Call extends Identified {
  /** The name of the request; old spellings are already replaced. */
  readonly name: string;
  /** All fields as they came. */
  readonly fields: Fields;
}

/** Spellings of old clients, and the request each means. */
const ALIASES: ReadonlyMap<string, string> = new Map([["message", "msg"]]);

/**
 * Reads the envelope of a request.
 *
 * @param value Any JSON value.
 * @throws {ChatError} `bad_request` when it is no request, `bad_id` when its
 * `id` is not legal.
 */
export function readCall(value: unknown): Call {
  if (!isFields(value) || typeof value.request !== "string") {
    throw new ChatError(
      "bad_request",
      'Cannot find a request in this: expected {"request": "...", "content": ...}',
    );
  }
  const name = ALIASES.get(value.request) ?? value.request;
  const id = value.id ?? undefined;
  if (id === undefined) return { name, fields: value };
  if (typeof id !== "string" || !isLegalId(id)) {
    throw new ChatError(
      "bad_id",
      "Cannot use this id: 1 to 64 of A-Z a-z 0-9 . _ - are legal",
    );
  }
  return { name, id, fields: value };
}

/** Tells, without reading it, whether a value asks for a message to be said. */
export function isMsg(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { request } = value;
  return request === "msg" ||
    typeof request === "string" && ALIASES.get(request) === "msg";
}

/**
 * Reads a login.
 *
 * @throws {ChatError} `bad_request` or `bad_name`.
 */
export function readLogin(fields: Fields): LoginRequest {
  const content = textOf(fields, "content");
  const numbers = numbersOf(fields, ["version", "since"]);
  if ((numbers.version ?? 1) < WIDE_NAMES_VERSION) checkName(content);
  else checkWideName(content);
  return {
    request: "login",
    content,
    ...numbers,
    ...historyOf(fields),
    ...shortTextOf(fields, "log"),
    ...shortTextOf(fields, "token"),
  };
}

/**
 * Reads a message.
 *
 * @throws {ChatError} `bad_request`, `bad_text`, `too_long` or `unknown_room`.
 */
export function readMsg(fields: Fields): MsgRequest {
  const content = textOf(fields, "content");
  checkMessage(content);
  // Said to one person, it must never reach a room instead.
  if (fields.to !== undefined && fields.to !== null) {
    throw new ChatError(
      "bad_request",
      "Cannot send to one person: this server has no direct messages yet",
    );
  }
  const room = fields.room ?? undefined;
  return room === undefined
    ? { request: "msg", content }
    : { request: "msg", content, room: textOf(fields, "room") };
}

/**
 * Reads a question for who is in a room.
 *
 * @throws {ChatError} `bad_request`.
 */
export function readNames(fields: Fields): NamesRequest {
  return { request: "names", ...roomOf(fields) };
}

/**
 * Reads a question for a page of the past.
 *
 * @throws {ChatError} `bad_request`.
 */
export function readHistory(fields: Fields): HistoryRequest {
  return {
    request: "history",
    ...roomOf(fields),
    ...numbersOf(fields, ["before", "after"]),
    ...limitOf(fields),
  };
}

/**
 * Reads a search.
 *
 * @throws {ChatError} `bad_request` or `bad_text`.
 */
export function readSearch(fields: Fields): SearchRequest {
  const content = textOf(fields, "content");
  checkText(content);
  const from = fields.from ?? undefined;
  return {
    request: "search",
    content,
    ...(from === undefined ? {} : { from: textOf(fields, "from") }),
    ...roomOf(fields),
    ...numbersOf(fields, ["before"]),
    ...limitOf(fields),
  };
}
