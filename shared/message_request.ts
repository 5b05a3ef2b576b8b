/**
 * The request that says something.
 *
 * @module
 */

import type { Identified } from "./call.ts";
import { conversationOf } from "./conversation_fields.ts";
import type { Fields } from "./fields.ts";
import { numbersOf, textOf } from "./request_fields.ts";
import { checkMessage, checkSomething } from "./text.ts";
import { ROOMS_VERSION } from "./version.ts";

/** Says something to a room, or to one person. */
export interface MsgRequest extends Identified {
  /** The name of the request. */
  readonly request: "msg";
  /** The text, 1-4,096 bytes. */
  readonly content: string;
  /** The room; the lobby when neither this nor `to` is there. */
  readonly room?: string;
  /** The one person it is for. */
  readonly to?: string;
  /** The talk with that person, for the case that another has the name by now. */
  readonly talk?: string;
  /** The seq of the message that this answers. */
  readonly re?: number;
}

/**
 * Reads a message. Of version 3 only the form is read: the text is checked with
 * `checkMessage()`, behind the right to say it.
 *
 * @param version What the login asked for.
 * @throws {ChatError} `bad_request`; below version 3 also `bad_text` and
 * `too_long`.
 */
export function readMsg(fields: Fields, version = 1): MsgRequest {
  const content = textOf(fields, "content");
  if (version >= ROOMS_VERSION) checkSomething(content);
  else checkMessage(content);
  const re = version >= ROOMS_VERSION ? numbersOf(fields, ["re"]) : {};
  const to = conversationOf(fields, ["room", "to", "talk"], version);
  return { request: "msg", content, ...to, ...re };
}
