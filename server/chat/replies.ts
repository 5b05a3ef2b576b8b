/**
 * The server's own payloads: a refusal, an acknowledgement, why it closes.
 *
 * @module
 */

import { ChatError, type CloseCode } from "../../shared/errors.ts";
import type { Target } from "../../shared/target.ts";
import type { Outcome } from "../log/log.ts";
import type { Payload } from "./payload.ts";

/** What people read when the server closes; programs read the code. */
const CLOSE_REASONS: ReadonlyMap<CloseCode, string> = new Map([
  ["banned", "Closing: you are banned"],
  ["full", "Closing: there is no room"],
  ["idle", "Closing: no sign of life"],
  ["kicked", "Closing: you were sent away"],
  ["login_timeout", "Closing: nobody logged in in time"],
  ["rate", "Closing: too much at once"],
  ["replaced", "Closing: you came back on another connection"],
  ["shutdown", "Closing: the server stops"],
  ["slow", "Closing: too slow for what is kept"],
  ["too_long", "Closing: the value is too long"],
  ["value_timeout", "Closing: a value was not completed in time"],
]);

/** The only place where an error becomes a payload; a bug shows no details. */
export function refusal(error: unknown): Payload {
  const isRefusal = error instanceof ChatError;
  const retryMs = isRefusal ? error.retryMs : undefined;
  const fields = {
    ...(retryMs === undefined ? {} : { ["retry_ms"]: retryMs }),
    ...(isRefusal ? error.fields : {}),
  };
  return {
    response: "error",
    content: isRefusal
      ? error.message
      : "Cannot do this: the server made a mistake, and its log says which",
    code: isRefusal ? error.code : "unavailable",
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  };
}

/** The last payload of a connection that the server closes. */
export function closeNotice(
  code: CloseCode,
  { content = CLOSE_REASONS.get(code), fields = {} }: Partial<Payload> = {},
): Payload {
  return { response: "error", content, code, fields };
}

/** What a server that stops says beside the code `shutdown`. */
export function stopNotice(
  retryMs: number,
  willRestart: boolean,
): Partial<Payload> {
  const fields = { ["retry_ms"]: retryMs };
  return willRestart
    ? { content: "Closing: the server restarts", fields }
    : { fields };
}

/**
 * Returns what became of a message, for a client that gave it an id.
 *
 * @param fields What else there is to say of one that is stored.
 */
export function outcomeReply(
  outcome: Outcome,
  target: Target,
  fields: Payload["fields"] = {},
): Payload {
  if (outcome.kind === "refused") return refusal(outcome.error);
  const place = outcome.kind === "stored"
    ? { seq: outcome.entry.seq, ...target }
    : { seq: outcome.seq, ...target, duplicate: true };
  return { ...RECEIVED, code: "ack", fields: { ...place, ...fields } };
}

/** Returns that a request was done, or that there was nothing to do. */
export function ackOf(
  fields: Payload["fields"] = {},
  isDuplicate = false,
): Payload {
  const all = isDuplicate ? { ...fields, duplicate: true } : fields;
  return { response: "info", content: "Done", code: "ack", fields: all };
}

/** The same for a client of 2015, which may wait for it. */
export const RECEIVED: Payload = {
  response: "info",
  content: "Message received",
};

/** Asks for any byte, to see whether the client is still there. */
export const PING: Payload = {
  response: "info",
  content: "ping",
  code: "ping",
};

/** Why a feed ends when the disk fails; the store may work again soon. */
export const CANNOT_READ: Partial<Payload> = {
  content: "Closing: what you missed cannot be read at the moment",
  fields: { ["retry_ms"]: 2000 },
};
