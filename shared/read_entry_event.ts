/**
 * Messages, and what changes a conversation, read out of unknown JSON.
 *
 * @module
 */

import type { ChangeEvent, MessageEvent } from "./entry_event.ts";
import {
  numberOf,
  optional,
  originOf,
  plain,
  switchOf,
  textOf,
} from "./event_fields.ts";
import type { Fields } from "./fields.ts";

/** Reads a message; a text of any kind is one. */
export function readMessage(fields: Fields): MessageEvent {
  return {
    kind: "message",
    ...originOf(fields),
    text: plain(fields.content),
    ...placeOf(fields),
    ...optional("ownId", textOf(fields.own_id)),
    ...(fields.account === true ? { isAccount: true } : {}),
  };
}

/** Tells whether a payload says what has changed in a conversation. */
export function isChange(fields: Fields): boolean {
  const { response, code } = fields;
  return response === "info" && (code === "topic" || code === "room_changed");
}

/** Reads what has changed in a conversation. */
export function readChange(fields: Fields): ChangeEvent {
  const change = {
    ...originOf(fields),
    text: plain(fields.content),
    ...placeOf(fields),
    by: textOf(fields.by) ?? "",
  };
  if (fields.code === "topic") {
    return { kind: "topic", ...change, topic: textOf(fields.topic) ?? "" };
  }
  return {
    kind: "room_changed",
    ...change,
    ...optional("private", switchOf(fields.private)),
    ...optional("password", switchOf(fields.password)),
    ...optional("history", textOf(fields.history)),
    ...optional("slowS", numberOf(fields.slow_s)),
    ...optional("moderated", switchOf(fields.moderated)),
  };
}

function placeOf(fields: Fields) {
  return {
    ...optional("seq", numberOf(fields.seq)),
    ...optional("room", textOf(fields.room)),
    ...optional("to", textOf(fields.to)),
    ...optional("talk", textOf(fields.talk)),
  };
}
