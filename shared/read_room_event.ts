/**
 * What a server says about rooms and people, read out of unknown JSON: a reader
 * for each `code`.
 *
 * @module
 */

import {
  idOf,
  listOf,
  numberOf,
  optional,
  originOf,
  plain,
  textOf,
} from "./event_fields.ts";
import { type Fields, isFields } from "./fields.ts";
import type {
  AwayEvent,
  BlockedEvent,
  InvitationEvent,
  InviteEvent,
  JoinedEvent,
  LeftEvent,
  ReadEvent,
  RoomsEvent,
  RoomSummary,
  TalkSummary,
  WhoisEvent,
} from "./room_event.ts";
import { readTimestamp } from "./timestamp.ts";

/** Everything that is read here. */
export type RoomEvent =
  | AwayEvent
  | BlockedEvent
  | InvitationEvent
  | InviteEvent
  | JoinedEvent
  | LeftEvent
  | ReadEvent
  | RoomsEvent
  | WhoisEvent;

/** The reader of each `code` of an `info`. */
export const ROOM_EVENT_READERS: ReadonlyMap<
  string,
  (fields: Fields) => RoomEvent
> = new Map<string, (fields: Fields) => RoomEvent>([
  ["joined", readJoined],
  ["left", readLeft],
  ["rooms", readRooms],
  ["invitation", readInvitation],
  ["invite", readInvite],
  ["read", readRead],
  ["away", readAway],
  ["blocked", readBlocked],
  ["whois", readWhois],
]);

function toldOf(fields: Fields) {
  return {
    ...originOf(fields),
    text: plain(fields.content),
    ...idOf(fields),
  };
}

function readJoined(fields: Fields): JoinedEvent {
  const names = listOf(fields.names);
  return {
    kind: "joined",
    ...toldOf(fields),
    room: textOf(fields.room) ?? "",
    topic: textOf(fields.topic) ?? "",
    count: numberOf(fields.count) ?? names.length,
    names,
    role: textOf(fields.role) ?? "member",
    history: textOf(fields.history) ?? "all",
    seq: numberOf(fields.seq) ?? 0,
    duplicate: fields.duplicate === true,
  };
}

function readLeft(fields: Fields): LeftEvent {
  return {
    kind: "left",
    ...toldOf(fields),
    room: textOf(fields.room) ?? "",
    ...optional("by", textOf(fields.by)),
    ...optional("reason", textOf(fields.reason)),
  };
}

function readRooms(fields: Fields): RoomsEvent {
  return {
    kind: "rooms",
    ...toldOf(fields),
    rooms: itemsOf(fields.rooms).map(roomSummary),
    direct: itemsOf(fields.direct).map(talkSummary),
    more: fields.more === true,
  };
}

function itemsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function roomSummary(fields: Fields): RoomSummary {
  return {
    room: textOf(fields.room) ?? "",
    topic: textOf(fields.topic) ?? "",
    count: numberOf(fields.count) ?? 0,
    private: fields.private === true,
    ...optional("role", textOf(fields.role)),
    ...progressOf(fields),
    ...optional("mentions", numberOf(fields.mentions)),
  };
}

function talkSummary(fields: Fields): TalkSummary {
  return {
    with: textOf(fields.with) ?? "",
    talk: textOf(fields.talk) ?? "",
    ...progressOf(fields),
  };
}

function progressOf(fields: Fields) {
  return {
    ...optional("seq", numberOf(fields.seq)),
    ...optional("read", numberOf(fields.read)),
    ...optional("unread", numberOf(fields.unread)),
  };
}

function readInvitation(fields: Fields): InvitationEvent {
  return {
    kind: "invitation",
    ...toldOf(fields),
    room: textOf(fields.room) ?? "",
    by: textOf(fields.by) ?? "",
  };
}

function readInvite(fields: Fields): InviteEvent {
  return {
    kind: "invite",
    ...toldOf(fields),
    invite: textOf(fields.invite) ?? "",
    ...optional("room", textOf(fields.room)),
  };
}

function readRead(fields: Fields): ReadEvent {
  return {
    kind: "read",
    ...toldOf(fields),
    ...optional("room", textOf(fields.room)),
    ...optional("with", textOf(fields.with)),
    ...optional("talk", textOf(fields.talk)),
    seq: numberOf(fields.seq) ?? 0,
  };
}

function readAway(fields: Fields): AwayEvent {
  return {
    kind: "away",
    ...toldOf(fields),
    ...optional("away", textOf(fields.away) || undefined),
  };
}

function readBlocked(fields: Fields): BlockedEvent {
  return {
    kind: "blocked",
    ...toldOf(fields),
    user: textOf(fields.user) ?? "",
    blocked: fields.blocked !== false,
  };
}

function readWhois(fields: Fields): WhoisEvent {
  return {
    kind: "whois",
    ...toldOf(fields),
    user: textOf(fields.user) ?? "",
    account: fields.account === true,
    ...optional("since", readTimestamp(fields.since)),
    ...optional("idleS", numberOf(fields.idle_s)),
    ...optional("away", textOf(fields.away) || undefined),
    ...optional("seen", readTimestamp(fields.seen)),
    rooms: listOf(fields.rooms),
    ...optional("address", textOf(fields.address)),
  };
}
