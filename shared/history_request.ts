/**
 * The requests that read back: a page of the past, and a search in it.
 *
 * @module
 */

import type { Identified } from "./call.ts";
import { conversationOf } from "./conversation_fields.ts";
import type { Fields } from "./fields.ts";
import { limitOf, numbersOf, textOf } from "./request_fields.ts";
import { checkText } from "./text.ts";

/** Which conversation is read; the lobby when nothing is there. */
export interface ConversationFields {
  /** A room. */
  readonly room?: string;
  /** The other of a talk: who has the name now. */
  readonly with?: string;
  /** A talk; beside `with` it must be the talk with that person. */
  readonly talk?: string;
}

/** Asks for a page of the past. */
export interface HistoryRequest extends Identified, ConversationFields {
  /** The name of the request. */
  readonly request: "history";
  /** Entries before this seq, the newest of them. */
  readonly before?: number;
  /** Entries after this seq, the oldest of them. */
  readonly after?: number;
  /** At most so many, 1-1,000. */
  readonly limit?: number;
}

/** Looks for words in the past. */
export interface SearchRequest extends Identified, ConversationFields {
  /** The name of the request. */
  readonly request: "search";
  /** The words; all must be in the text. */
  readonly content: string;
  /** Only what this user said. */
  readonly from?: string;
  /** Only entries before this seq. */
  readonly before?: number;
  /** At most so many, 1-1,000. */
  readonly limit?: number;
}

/**
 * Reads a question for a page of the past.
 *
 * @param version What the login asked for.
 * @throws {ChatError} `bad_request`.
 */
export function readHistory(fields: Fields, version = 1): HistoryRequest {
  return {
    request: "history",
    ...conversationOf(fields, ["room", "with", "talk"], version),
    ...numbersOf(fields, ["before", "after"]),
    ...limitOf(fields),
  };
}

/**
 * Reads a search.
 *
 * @param version What the login asked for.
 * @throws {ChatError} `bad_request` or `bad_text`.
 */
export function readSearch(fields: Fields, version = 1): SearchRequest {
  const content = textOf(fields, "content");
  checkText(content);
  const from = fields.from ?? undefined;
  return {
    request: "search",
    content,
    ...(from === undefined ? {} : { from: textOf(fields, "from") }),
    ...conversationOf(fields, ["room", "with", "talk"], version),
    ...numbersOf(fields, ["before"]),
    ...limitOf(fields),
  };
}
