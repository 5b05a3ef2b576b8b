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
  PresenceEvent,
  WelcomeEvent,
} from "./event.ts";
import {
  idOf,
  listOf,
  numberOf,
  optional,
  originOf,
  parsedOr,
  plain,
  textOf,
} from "./event_fields.ts";
import { type Fields, fieldsOf, isFields } from "./fields.ts";
import type { LogPlace } from "./log_place.ts";
import { isChange, readChange, readMessage } from "./read_entry_event.ts";
import { ROOM_EVENT_READERS } from "./read_room_event.ts";
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
  ...ROOM_EVENT_READERS,
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
    ...optional("needs", needsOf(fields.needs)),
    ...optional("reason", textOf(fields.reason)),
    ...optional("until", readTimestamp(fields.until)),
    ...idOf(fields),
  };
}

function needsOf(value: unknown): ErrorEvent["needs"] {
  return value === "password" || value === "server_password"
    ? value
    : undefined;
}

function readInfo(fields: Fields): Event {
  if (isChange(fields)) return readChange(fields);
  const read = INFO_CODES.get(textOf(fields.code) ?? "");
  if (read) return read(fields);
  const text = plain(fields.content);
  const names = Array.isArray(fields.names) ? listOf(fields.names) : undefined;
  if (names) {
    return {
      kind: "names",
      ...originOf(fields),
      text,
      names,
      ...optional("room", textOf(fields.room)),
      ...optional("count", numberOf(fields.count)),
      ...idOf(fields),
    };
  }
  return {
    kind: "info",
    ...originOf(fields),
    text,
    ...optional("code", textOf(fields.code)),
    ...optional("token", textOf(fields.token)),
    ...idOf(fields),
  };
}

function readHistory(fields: Fields): HistoryEvent {
  const items = historyItems(fields.content).map(historyItem);
  const changes = items.filter(isChange).map(readChange);
  return {
    kind: "history",
    ...originOf(fields),
    messages: items.filter((item) => !isChange(item)).map(readMessage),
    ...(changes.length === 0 ? {} : { changes }),
    more: fields.more === true,
    ...optional("first", numberOf(fields.first)),
    ...optional("last", numberOf(fields.last)),
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

/** What is no object is the text of a message. */
function historyItem(item: unknown): Fields {
  const value = typeof item === "string" ? parsedOr(item, item) : item;
  return isFields(value) ? value : { content: value };
}

function readWelcome(fields: Fields): WelcomeEvent {
  return {
    kind: "welcome",
    ...originOf(fields),
    text: plain(fields.content),
    ...optional("version", numberOf(fields.version)),
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
  if (id === undefined) {
    return { kind: "info", ...originOf(fields), text: plain(fields.content) };
  }
  return {
    kind: "ack",
    ...originOf(fields),
    id,
    ...optional("seq", numberOf(fields.seq)),
    duplicate: fields.duplicate === true,
    ...optional("room", textOf(fields.room)),
    ...optional("to", textOf(fields.to)),
    ...optional("talk", textOf(fields.talk)),
    ...awayOf(fields.away),
  };
}

function awayOf(value: unknown): { away?: string | true } {
  if (value === true) return { away: value };
  return optional("away", textOf(value));
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
