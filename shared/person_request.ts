/**
 * The requests about people: what one has read, whether one is there, who
 * somebody is, and of whom one wants to hear nothing.
 *
 * @module
 */

import type { Identified } from "./call.ts";
import { conversationOf } from "./conversation_fields.ts";
import { ChatError } from "./errors.ts";
import type { ConversationFields } from "./history_request.ts";
import type { Fields } from "./fields.ts";
import { numbersOf, switchesOf, textOf } from "./request_fields.ts";
import { checkShortText } from "./text.ts";

/** Says up to where a conversation was read. */
export interface ReadRequest extends Identified, ConversationFields {
  /** The name of the request. */
  readonly request: "read";
  /** Everything up to this seq was read. */
  readonly seq: number;
  /** Allows it to be less than before. */
  readonly back?: boolean;
}

/** Says that one is away, or is back. */
export interface AwayRequest extends Identified {
  /** The name of the request. */
  readonly request: "away";
  /** Why, up to 300 characters; one is back where it is missing. */
  readonly content?: string;
}

/** Asks who somebody is. */
export interface WhoisRequest extends Identified {
  /** The name of the request. */
  readonly request: "whois";
  /** The name. */
  readonly content: string;
}

/** Wants no direct messages of somebody, or wants them again. */
export interface BlockRequest extends Identified {
  /** The name of the request. */
  readonly request: "block" | "unblock";
  /** The name. */
  readonly content: string;
}

/**
 * Reads up to where a conversation was read.
 *
 * @param version What the login asked for.
 * @throws {ChatError} `bad_request`.
 */
export function readRead(fields: Fields, version = 1): ReadRequest {
  const { seq } = numbersOf(fields, ["seq"]);
  if (seq === undefined) {
    throw new ChatError("bad_request", "Cannot go on without a number: seq");
  }
  return {
    request: "read",
    ...conversationOf(fields, ["room", "with", "talk"], version),
    seq,
    ...switchesOf(fields, ["back"]),
  };
}

/**
 * Reads that somebody is away, or back.
 *
 * @throws {ChatError} `bad_request`, `bad_text` or `too_long`.
 */
export function readAway(fields: Fields): AwayRequest {
  if ((fields.content ?? "") === "") return { request: "away" };
  const content = textOf(fields, "content");
  checkShortText(content);
  return { request: "away", content };
}

/**
 * Reads a question for who somebody is.
 *
 * @throws {ChatError} `bad_request`.
 */
export function readWhois(fields: Fields): WhoisRequest {
  return { request: "whois", content: textOf(fields, "content") };
}

/**
 * Reads of whom somebody wants to hear nothing.
 *
 * @throws {ChatError} `bad_request`.
 */
export function readBlock(fields: Fields): BlockRequest {
  return { request: "block", content: textOf(fields, "content") };
}

/**
 * Reads of whom somebody wants to hear again.
 *
 * @throws {ChatError} `bad_request`.
 */
export function readUnblock(fields: Fields): BlockRequest {
  return { request: "unblock", content: textOf(fields, "content") };
}
