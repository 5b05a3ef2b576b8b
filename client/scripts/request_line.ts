/**
 * A line that a program writes, read into a request before it is sent, so that
 * a mistake costs no connection.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Fields } from "../../shared/fields.ts";
import { NOT_JSON } from "../../shared/frame.ts";
import { LOBBY } from "../../shared/names.ts";
import {
  type Call,
  readCall,
  readHistory,
  readMsg,
  readNames,
  readSearch,
  type Request,
} from "../../shared/request.ts";

type ReadRequest = (fields: Fields) => Request;

/** How each request is read; what is not here is the client's own affair. */
const READERS: ReadonlyMap<string, ReadRequest> = new Map<string, ReadRequest>([
  ["msg", readLobbyMsg],
  ["names", readNames],
  ["history", readHistory],
  ["search", readSearch],
  ["help", () => ({ request: "help" })],
  ["logout", () => ({ request: "logout" })],
  ["ping", () => ({ request: "ping" })],
]);

/**
 * Reads a line as a value of JSON that asks for something.
 *
 * @throws {ChatError} `bad_json`, or what is wrong with the envelope.
 */
export function readCallLine(line: string): Call {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ChatError("bad_json", NOT_JSON);
  }
  return readCall(value);
}

/**
 * Reads what a call asks for.
 *
 * @throws {ChatError} with the code a server would refuse it with.
 */
export function readRequest({ name, id, fields }: Call): Request {
  if (name === "login") {
    throw new ChatError(
      "already_logged_in",
      "Cannot log in again: ktn does that itself, also after a cut",
    );
  }
  const read = READERS.get(name);
  if (!read) {
    throw new ChatError(
      "unknown_request",
      `Cannot do this: there are ${[...READERS.keys()].join(", ")}`,
    );
  }
  return { ...read(fields), ...(id === undefined ? {} : { id }) };
}

/** What is meant for another room must not reach this one. */
function readLobbyMsg(fields: Fields): Request {
  const request = readMsg(fields);
  if (request.room === undefined || request.room === LOBBY) return request;
  throw new ChatError("unknown_room", "Cannot find this room");
}
