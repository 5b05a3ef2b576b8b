/**
 * A stored message as a line of text: for programs, which can read it back, or
 * for people. Knows nothing of files.
 *
 * @module
 */

import { visible } from "../shared/text.ts";
import type { ExportedEntry } from "./data_reader.ts";

/** Returns the message as people read it; nothing in it moves a terminal. */
export function toText({ time, room, author, text }: ExportedEntry): string {
  const when = new Date(time).toISOString();
  return `${when} ${visible(room)} ${visible(author)}: ${visible(text)}`;
}

/** Returns the message as JSON, in the words of the protocol. */
export function toJson(entry: ExportedEntry): string {
  const { seq, time, room, author, text, id } = entry;
  const timestamp = new Date(time).toISOString();
  return JSON.stringify({
    seq,
    timestamp,
    room,
    sender: author,
    content: text,
    id,
  });
}

/**
 * Reads what {@linkcode toJson} wrote.
 *
 * @throws {SyntaxError} when it is not such a line.
 */
export function fromJson(line: string): ExportedEntry {
  const { seq, timestamp, room, sender, content, id } = fieldsOf(line);
  const time = Date.parse(String(timestamp));
  if (
    typeof seq !== "number" || Number.isNaN(time) ||
    typeof room !== "string" || typeof sender !== "string" ||
    typeof content !== "string" || typeof id !== "string"
  ) throw new SyntaxError("Cannot find a message in it");
  return { seq, time, room, author: sender, text: content, id };
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new SyntaxError("Cannot read it as JSON");
  }
  return typeof value === "object" && value !== null ? { ...value } : {};
}
