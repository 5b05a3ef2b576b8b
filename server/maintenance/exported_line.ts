/**
 * A stored message as a line of text: for programs, which can read it back, or
 * for people.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { type Fields, fieldsOf } from "../../shared/fields.ts";
import { isLegalId } from "../../shared/ids.ts";
import type { Json } from "../../shared/json.ts";
import { checkWideName, foldName } from "../../shared/names.ts";
import type { Target } from "../../shared/target.ts";
import { checkText, escapeUnsafe } from "../../shared/text.ts";
import { isTalkKey, nameOfRoom, talkKey } from "../log/conversation.ts";
import type { Change, Entry } from "../log/log.ts";
import type { ExportedEntry } from "./data_reader.ts";

const CHANGES: ReadonlySet<unknown> = new Set<Change["code"]>([
  "topic",
  "room_changed",
]);

/** Returns the message as people read it; nothing in it moves a terminal. */
export function toText(
  { time, target, author, text, change }: ExportedEntry,
): string {
  const when = new Date(time).toISOString();
  const where = target.room ?? `@${target.to}`;
  const what = change
    ? `${change.code} ${JSON.stringify(change.fields)}`
    : text;
  return `${when} ${escapeUnsafe(where)} ${escapeUnsafe(author)}: ${
    escapeUnsafe(what)
  }`;
}

/** Returns the message as JSON, in the words of the protocol. */
export function toJson(entry: ExportedEntry): string {
  const { seq, time, target, author, text, id, account, change } = entry;
  const timestamp = new Date(time).toISOString();
  return JSON.stringify({
    seq,
    timestamp,
    ...target,
    sender: author,
    content: text,
    id,
    conversation: isNamedByTarget(entry) ? undefined : entry.conversation,
    by: entry.by === 0 ? undefined : entry.by,
    account,
    change,
  });
}

/**
 * Reads what {@linkcode toJson} wrote.
 *
 * @throws {SyntaxError} when it is not such a line, or what it holds could not
 * have been said: the same is refused as of a `msg`.
 */
export function fromJson(line: string): ExportedEntry {
  const fields = fieldsIn(line);
  const { seq, timestamp, sender, content, id, by = 0 } = fields;
  const time = Date.parse(String(timestamp));
  const target = targetOf(fields);
  if (
    typeof seq !== "number" || !Number.isSafeInteger(seq) ||
    Number.isNaN(time) || target === undefined ||
    typeof sender !== "string" || typeof content !== "string" ||
    typeof id !== "string" || !isIdentity(by)
  ) {
    throw new SyntaxError(
      "Cannot find a message in it; only what ktn export --json wrote can be imported",
    );
  }
  const said = { seq, time, target, author: sender, by, text: content, id };
  const entry = {
    ...said,
    conversation: conversationOf(fields, said),
    ...(fields.account === true ? { account: true } as const : {}),
    ...changeOf(fields),
  };
  checkSayable(entry);
  return entry;
}

/** Checks all that somebody chose who said it. */
function checkSayable(
  { target, author, text, id, change }: ExportedEntry,
): void {
  try {
    checkWideName(author);
    checkWideName(target.room ?? target.to);
    if (!change) checkText(text);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    throw new SyntaxError(error.message);
  }
  if (!isLegalId(id)) throw new SyntaxError("Cannot use its id");
}

/** Exactly one of the two says to whom it went. */
function targetOf(
  { room, to }: Fields,
): Target | undefined {
  if (typeof room === "string" && to === undefined) return { room };
  if (typeof to === "string" && room === undefined) return { to };
  return undefined;
}

/** Whether the target alone says which conversation it is. */
function isNamedByTarget(
  { target, conversation }: Pick<Entry, "target" | "conversation">,
): boolean {
  return target.room === conversation;
}

/**
 * Returns the key of the conversation. Without one it is a room that never had
 * a number, or a talk of two names, which nobody can open.
 *
 * @throws {SyntaxError} when it is another one than the target says.
 */
function conversationOf(
  { conversation }: Readonly<Record<string, unknown>>,
  { target, author }: Pick<Entry, "target" | "author">,
): string {
  const { room, to } = target;
  if (conversation === undefined) {
    if (room !== undefined) return room;
    return talkKey([foldName(author), foldName(to)].sort().join(" "));
  }
  const isRight = typeof conversation === "string" &&
    (room === undefined
      ? isTalkKey(conversation)
      : !isTalkKey(conversation) && nameOfRoom(conversation) === room);
  if (isRight) return conversation;
  throw new SyntaxError("Cannot use its conversation");
}

function isIdentity(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Returns the change, if it is one. */
function changeOf(
  { change, content }: Readonly<Record<string, unknown>>,
): { readonly change?: Change } {
  if (change === undefined) return {};
  if (isChange(change) && content === "") return { change };
  throw new SyntaxError("Cannot use its change");
}

function isChange(value: unknown): value is Change {
  return typeof value === "object" && value !== null && "code" in value &&
    CHANGES.has(value.code) && "fields" in value && isObject(value.fields);
}

/** It came out of JSON, so what is in it is of JSON. */
function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fieldsIn(line: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new SyntaxError("Cannot read it as JSON");
  }
  return fieldsOf(value);
}
