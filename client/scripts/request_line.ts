/**
 * A line that a program writes, read into a request before it is sent, so that
 * a mistake costs no connection.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { NOT_JSON } from "../../shared/frame.ts";
import {
  type Call,
  readCall,
  type Request,
  REQUEST_READERS,
} from "../../shared/request.ts";
import { checkMessage } from "../../shared/text.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";

/** The requests that a program may make; the login is the client's affair. */
const OWN = [...REQUEST_READERS.keys()].filter((name) => name !== "login");

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
  const read = REQUEST_READERS.get(name);
  if (!read) {
    throw new ChatError(
      "unknown_request",
      `Cannot do this: there are ${OWN.join(", ")}`,
    );
  }
  // What the server lacks the connection refuses.
  const request = read(fields, ROOMS_VERSION);
  if (request.request === "msg") checkMessage(request.content);
  return { ...request, ...(id === undefined ? {} : { id }) };
}
