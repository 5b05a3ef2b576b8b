/**
 * Other people's text made safe: what may be stored, and what may be shown.
 * Knows nothing of terminals' abilities, colours or widths.
 *
 * @module
 */

import { ChatError } from "./errors.ts";

/** Longest text of a message, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 4096;

/** Longest topic, reason and note that one is away, in code points. */
export const MAX_SHORT_TEXT_LENGTH = 300;

const UTF8 = new TextEncoder();

/**
 * What a terminal would act on or hide: C0 and C1 controls, DEL, line and
 * paragraph separators, bidirectional marks, overrides and isolates, zero-width
 * characters but for the joiners emoji and scripts need, the byte order mark,
 * tag characters and lone surrogates.
 */
const UNSAFE =
  // deno-lint-ignore no-control-regex -- finding control characters is its job
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Shown as nothing at all, wherever it stands. */
const SHAPELESS = /\p{Default_Ignorable_Code_Point}/gu;

/** White space, what has no shape, and the empty cell of Braille. */
const BLANK = /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/**
 * Returns `text` with everything a terminal would act on as a visible escape.
 *
 * @param text Any text of a peer: a name, a message, an error, a server's name.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { escapeUnsafe } from "./text.ts";
 *
 * assertEquals(escapeUnsafe("\x1b[2Jhi"), "\\x1b[2Jhi");
 * ```
 */
export function escapeUnsafe(text: string): string {
  return text.replace(UNSAFE, escapeCharacter);
}

/**
 * Returns a name as `escapeUnsafe()` does, with everything escaped too that has no
 * shape of its own: joiners and fillers make two names look the same.
 *
 * @param name A name of a person, a room or a server.
 */
export function escapeUnsafeName(name: string): string {
  return escapeUnsafe(name).replace(SHAPELESS, escapeCharacter);
}

/**
 * Returns `text` as `escapeUnsafe()` does, but keeps its line breaks and tabs.
 *
 * @param text Text that may have several lines, such as a message or help.
 */
export function escapeUnsafeLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/).map((line) =>
    escapeUnsafe(line.replaceAll("\t", "    "))
  );
}

/**
 * Returns JSON that says the same, with everything a terminal would act on as
 * JSON's own escapes.
 *
 * @param json JSON without white space between its parts.
 */
export function escapeUnsafeJson(json: string): string {
  return json.replace(UNSAFE, escapeUnits);
}

/**
 * Checks that a message with this text can be stored and given back unchanged.
 *
 * @param maxBytes The most a text may take in UTF-8.
 * @throws {ChatError} `bad_text` for NUL and lone surrogates, which storage and
 * UTF-8 cannot carry; `too_long` above `maxBytes`; `bad_request` when it is
 * empty.
 */
export function checkText(text: string, maxBytes = MAX_TEXT_BYTES): void {
  if (text === "") {
    throw new ChatError("bad_request", "Cannot send an empty message");
  }
  checkCharacters(text);
  // One UTF-16 unit takes at most three bytes, so short texts need no encoding.
  if (text.length * 3 <= maxBytes) return;
  const bytes = byteLength(text);
  if (bytes > maxBytes) {
    throw new ChatError(
      "too_long",
      `Cannot send a text of ${bytes} bytes: at most ${maxBytes} fit`,
    );
  }
}

/**
 * Checks a text as `checkText()` does, and that there is something to see in
 * it: what is stored already may be otherwise, what is said may not.
 *
 * @param maxBytes The most a text may take in UTF-8.
 * @throws {ChatError} as `checkText()`, and `bad_request` for a blank text.
 */
export function checkMessage(text: string, maxBytes = MAX_TEXT_BYTES): void {
  checkText(text, maxBytes);
  checkSomething(text);
}

/**
 * Checks that there is something to see in a text.
 *
 * @throws {ChatError} `bad_request` for a blank text.
 */
export function checkSomething(text: string): void {
  if (!isBlank(text)) return;
  throw new ChatError(
    "bad_request",
    text === ""
      ? "Cannot send an empty message"
      : "Cannot send a message of nothing but white space",
  );
}

/**
 * Checks a topic, a reason, or a note that one is away.
 *
 * @throws {ChatError} `bad_text`, or `too_long` above 300 code points.
 */
export function checkShortText(text: string): void {
  checkCharacters(text);
  const length = countCharacters(text);
  if (length <= MAX_SHORT_TEXT_LENGTH) return;
  throw new ChatError(
    "too_long",
    `Cannot use a text of ${length} characters: at most ${MAX_SHORT_TEXT_LENGTH} fit`,
  );
}

/** Returns how many code points a text has. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Tells whether there is nothing to see in a text. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}

/**
 * Checks that every character of `text` survives storage and UTF-8.
 *
 * @throws {ChatError} `bad_text` for NUL and lone surrogates.
 */
export function checkCharacters(text: string): void {
  if (text.includes("\0")) {
    throw new ChatError("bad_text", "Cannot take a text with a NUL in it");
  }
  if (!text.isWellFormed()) {
    throw new ChatError("bad_text", "Cannot take a text with half a character");
  }
}

/** Returns how many bytes `text` takes in UTF-8. */
export function byteLength(text: string): number {
  return UTF8.encode(text).length;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 1)}}`;
}

function escapeUnits(character: string): string {
  return character.split("")
    .map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`)
    .join("");
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
