/**
 * Unknown JSON from a server read into an event once, at the edge. Takes what
 * any server since 2015 is known to send and never throws.
 *
 * @module
 */

import type {
  ErrorEvent,
  Event,
  HistoryEvent,
  Limits,
  MessageEvent,
  Origin,
  PresenceEvent,
  WelcomeEvent,
} from "./event.ts";
import { type Fields, fieldsOf, isFields } from "./fields.ts";
import type { LogPlace } from "./log_place.ts";
import { readTimestamp } from "./timestamp.ts";

type ReadEvent = (fields: Fields) => Event;

/** The seed's four responses; any other is shown as info. */
const RESPONSES: ReadonlyMap<string, ReadEvent> = new Map<string, ReadEvent>([
  ["error", readError],
  ["info", readInfo],
  ["message", readMessage],
  ["history", readHistory],
]);

/** What an `info` is, by its `code`. */
const INFO_CODES: ReadonlyMap<string, ReadEvent> = new Map<string, ReadEvent>([
  ["welcome", readWelcome],
  ["ack", readAck],
  ["presence", readPresence],
  [
    "ping",
    (fields) => ({ kind: "ping", ...originOf(fields), ...idOf(fields) }),
  ],
  [
    "pong",
    (fields) => ({ kind: "pong", ...originOf(fields), ...idOf(fields) }),
  ],
]);

/** Reads what a server sent; whatever it is becomes something to show. */
export function readEvent(value: unknown): Event {
  if (!isFields(value)) {
    return { kind: "info", timestamp: "", text: plain(value) };
  }
  const read = RESPONSES.get(textOf(value.response) ?? "") ?? readInfo;
  return read(value);
}

function readError(fields: Fields): ErrorEvent {
  return {
    kind: "error",
    ...originOf(fields),
    text: plain(fields.content),
    ...optional("code", textOf(fields.code)),
    ...optional("retryMs", numberOf(fields.retry_ms)),
    ...idOf(fields),
  };
}

function readInfo(fields: Fields): Event {
  const read = INFO_CODES.get(textOf(fields.code) ?? "");
  if (read) return read(fields);
  const text = plain(fields.content);
  const names = Array.isArray(fields.names) ? listOf(fields.names) : undefined;
  if (names) {
    return { kind: "names", ...originOf(fields), text, names, ...idOf(fields) };
  }
  return {
    kind: "info",
    ...originOf(fields),
    text,
    ...optional("code", textOf(fields.code)),
    ...idOf(fields),
  };
}

function readMessage(fields: Fields): MessageEvent {
  return {
    kind: "message",
    ...originOf(fields),
    text: plain(fields.content),
    ...optional("seq", numberOf(fields.seq)),
    ...optional("room", textOf(fields.room)),
    ...optional("ownId", textOf(fields.own_id)),
  };
}

function readHistory(fields: Fields): HistoryEvent {
  return {
    kind: "history",
    ...originOf(fields),
    messages: historyItems(fields.content).map(readHistoryItem),
    more: fields.more === true,
    ...optional("first", numberOf(fields.first)),
    ...idOf(fields),
  };
}

/** A list of objects or of JSON texts, one JSON text of a list, or plain text. */
function historyItems(content: unknown): readonly unknown[] {
  if (Array.isArray(content)) return content;
  if (typeof content !== "string") return isFields(content) ? [content] : [];
  const parsed = parsedOr(content, undefined);
  if (Array.isArray(parsed)) return parsed;
  return content.split("\n").filter((line) => line.trim() !== "");
}

function readHistoryItem(item: unknown): MessageEvent {
  const value = typeof item === "string" ? parsedOr(item, item) : item;
  if (isFields(value)) return readMessage(value);
  return { kind: "message", timestamp: "", text: plain(value) };
}

function readWelcome(fields: Fields): WelcomeEvent {
  return {
    kind: "welcome",
    ...originOf(fields),
    text: plain(fields.content),
    server: textOf(fields.server) ?? "",
    user: textOf(fields.user) ?? "",
    ...optional("token", textOf(fields.token)),
    ...optional("log", textOf(fields.log)),
    ...optional("ancestors", placesOf(fields.ancestors)),
    ...optional("seq", numberOf(fields.seq)),
    ...optional("forgotten", numberOf(fields.forgotten)),
    rooms: listOf(fields.rooms),
    limits: limitsOf(fieldsOf(fields.limits)),
    ...idOf(fields),
  };
}

/** What is no place is left out; undefined where there is no list. */
function placesOf(value: unknown): readonly LogPlace[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter(isFields).flatMap((fields) => {
    const [log, seq] = [textOf(fields.log), numberOf(fields.seq)];
    return log === undefined || seq === undefined ? [] : [{ log, seq }];
  });
}

function limitsOf(fields: Fields): Limits {
  return {
    ...optional("text", numberOf(fields.text)),
    ...optional("burst", numberOf(fields.burst)),
    ...optional("perSecond", numberOf(fields.per_second)),
  };
}

function readAck(fields: Fields): Event {
  const id = textOf(fields.id);
  const seq = numberOf(fields.seq);
  if (id === undefined || seq === undefined) {
    return { kind: "info", ...originOf(fields), text: plain(fields.content) };
  }
  const duplicate = fields.duplicate === true;
  return { kind: "ack", ...originOf(fields), id, seq, duplicate };
}

function readPresence(fields: Fields): PresenceEvent {
  return {
    kind: "presence",
    ...originOf(fields),
    room: textOf(fields.room) ?? "",
    joined: listOf(fields.joined),
    left: listOf(fields.left),
    ...optional("count", numberOf(fields.count)),
  };
}

function originOf(fields: Fields): Origin {
  const raw = fields.timestamp;
  return {
    timestamp: plain(raw),
    ...optional("time", readTimestamp(raw)),
    ...optional("sender", textOf(fields.sender) ?? textOf(fields.name)),
  };
}

/** Any JSON as text that a person can read. */
function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(shallow).join(", ");
  return shallow(value);
}

function shallow(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value);
  } catch {
    return "..."; // nested too deep for the stack: no text for people either
  }
}

function idOf(fields: Fields): { id?: string } {
  return optional("id", textOf(fields.id));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(plain) : [];
}

function optional<K extends string, V>(
  key: K,
  value: V | undefined,
): { [key in K]?: V } {
  const fields: { [key in K]?: V } = {};
  if (value !== undefined) fields[key] = value;
  return fields;
}

function parsedOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
