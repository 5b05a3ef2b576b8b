/**
 * A stored message as a line of text: for programs, which can read it back, or
 * for people.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { type Fields, fieldsOf } from "../../shared/fields.ts";
import { isLegalId } from "../../shared/ids.ts";
import { checkWideName } from "../../shared/names.ts";
import type { Target } from "../../shared/target.ts";
import { checkText, escapeUnsafe } from "../../shared/text.ts";
import type { ExportedEntry } from "./data_reader.ts";

/** Returns the message as people read it; nothing in it moves a terminal. */
export function toText({ time, target, author, text }: ExportedEntry): string {
  const when = new Date(time).toISOString();
  const where = target.room ?? `@${target.to}`;
  return `${when} ${escapeUnsafe(where)} ${escapeUnsafe(author)}: ${
    escapeUnsafe(text)
  }`;
}

/** Returns the message as JSON, in the words of the protocol. */
export function toJson(entry: ExportedEntry): string {
  const { seq, time, target, author, text, id } = entry;
  const timestamp = new Date(time).toISOString();
  return JSON.stringify({
    seq,
    timestamp,
    ...target,
    sender: author,
    content: text,
    id,
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
  const { seq, timestamp, sender, content, id } = fields;
  const time = Date.parse(String(timestamp));
  const target = targetOf(fields);
  if (
    typeof seq !== "number" || !Number.isSafeInteger(seq) ||
    Number.isNaN(time) || target === undefined ||
    typeof sender !== "string" || typeof content !== "string" ||
    typeof id !== "string"
  ) {
    throw new SyntaxError(
      "Cannot find a message in it; only what ktn export --json wrote can be imported",
    );
  }
  const entry = { seq, time, target, author: sender, text: content, id };
  checkSayable(entry);
  return entry;
}

/** Checks all that somebody chose who said it. */
function checkSayable({ target, author, text, id }: ExportedEntry): void {
  try {
    checkWideName(author);
    checkWideName(target.room ?? target.to);
    checkText(text);
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

function fieldsIn(line: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new SyntaxError("Cannot read it as JSON");
  }
  return fieldsOf(value);
}
