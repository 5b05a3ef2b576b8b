/**
 * Entries as they go over the wire: messages, and changes, which are told as
 * `info`. The same bytes for all who may read them.
 *
 * @module
 */

import type { Target } from "../../shared/target.ts";
import { isTalkKey, talkOf } from "../log/conversation.ts";
import type { Entry } from "../log/log.ts";
import { describeChange } from "./change_words.ts";
import type { WireForm } from "./payload.ts";

/**
 * What a program knows of: `rooms`, with accounts, talks and changes; or only
 * the `lobby`, as programs below version 3.
 */
export type Dialect = "rooms" | "lobby";

/** Returns an entry in JSON, with the fields that a form and a dialect have. */
export function encodeEntry(
  entry: Entry,
  form: WireForm,
  dialect: Dialect = "rooms",
): string {
  if (form === "legacy") return encodeStrings(entry);
  if (entry.change) return encodeChange(entry);
  return dialect === "rooms" ? encodeWhole(entry) : encodeMessage(entry);
}

/** The seed's `Message.to_JSON`: an entry as a `message` payload. */
export function encodeMessage(entry: Entry): string {
  return `${headOf(entry)}${JSON.stringify(entry.text)},"seq":${entry.seq},${
    encodeTarget(entry.target)
  }}`;
}

/** Returns a message with the id it was sent with, for its own author. */
export function withOwnId(message: string, id: string): string {
  return `${message.slice(0, -1)},"own_id":${JSON.stringify(id)}}`;
}

/** Returns the id by which its author knows a message again, if there is one. */
export function ownIdOf({ id, change }: Entry): string | undefined {
  return change ? undefined : id;
}

/** What programs of version 3 know beside the rest. */
function encodeWhole(entry: Entry): string {
  const { account, conversation } = entry;
  const isTalk = isTalkKey(conversation);
  if (!account && !isTalk) return encodeMessage(entry);
  const talk = isTalk ? `,"talk":${JSON.stringify(talkOf(conversation))}` : "";
  const more = account ? `${talk},"account":true}` : `${talk}}`;
  return encodeMessage(entry).slice(0, -1) + more;
}

/** A change; one that has a text is told in words alone. */
function encodeChange(entry: Entry): string {
  const { change, seq, target, text } = entry;
  const rest = text === "" ? { code: change?.code, ...change?.fields } : {};
  return JSON.stringify({
    timestamp: timestampOf(entry),
    sender: "server",
    response: "info",
    content: wordsOf(entry),
    seq,
    ...target,
    ...rest,
  });
}

/** What people read of an entry. */
export function wordsOf(entry: Entry): string {
  const { change, text } = entry;
  return change && text === "" ? describeChange(change) : text;
}

/** An entry without its seq, which is no string. */
function encodeStrings(entry: Entry): string {
  return JSON.stringify({
    timestamp: timestampOf(entry),
    sender: senderOf(entry),
    response: entry.change ? "info" : "message",
    content: wordsOf(entry),
    ...entry.target,
  });
}

/** Who says an entry: the server tells of changes. */
export function senderOf({ change, author }: Entry): string {
  return change ? "server" : author;
}

let lastTime = NaN;
let lastTimestamp = "";

/** ISO 8601 in UTC; a group shares its time, so the last one is remembered. */
function timestampOf({ time }: Entry): string {
  if (time !== lastTime) {
    lastTime = time;
    lastTimestamp = new Date(time).toISOString();
  }
  return lastTimestamp;
}

let lastAuthor = "";
let lastHeadTime = NaN;
let lastHead = "";

/** Up to the content; one author says several things in a group, as a rule. */
function headOf(entry: Entry): string {
  const { author, time } = entry;
  if (author !== lastAuthor || time !== lastHeadTime) {
    lastAuthor = author;
    lastHeadTime = time;
    lastHead = `{"timestamp":"${timestampOf(entry)}","sender":${
      JSON.stringify(author)
    },"response":"message","content":`;
  }
  return lastHead;
}

let lastRoom: string | undefined;
let lastRoomField = "";

/** The field of the wire; entries of a batch have the same, so it is remembered. */
function encodeTarget({ room, to }: Target): string {
  if (room === undefined) return `"to":${JSON.stringify(to)}`;
  if (room !== lastRoom) {
    lastRoom = room;
    lastRoomField = `"room":${JSON.stringify(room)}`;
  }
  return lastRoomField;
}
