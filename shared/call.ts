/**
 * The envelope of a request: its name and its id, read before anything else.
 *
 * @module
 */

import { ChatError } from "./errors.ts";
import { isLegalId } from "./ids.ts";
import { type Fields, isFields } from "./fields.ts";

/** What any request may carry beside its own fields. */
export interface Identified {
  /** 1-64 of `[A-Za-z0-9._-]`; the answer carries the same. */
  readonly id?: string;
}

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
