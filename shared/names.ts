/**
 * Names of users and rooms: one place decides what is a legal name.
 *
 * @module
 */

import { ChatError } from "./errors.ts";
import { problemWithWideName } from "./wide_name.ts";

/** Longest legal name of a user or a room, in code points. */
export const MAX_NAME_LENGTH = 32;

/** The room everybody starts in, and the only one old clients know. */
export const LOBBY = "lobby";

/**
 * The seed's `[A-z0-9]+` to the letter: `A-z` also holds the six characters
 * between `Z` and `a`, which are `[`, `\`, `]`, `^`, `_` and the backtick.
 */
const LEGAL_NAME = /^[A-z0-9]+$/;

/** From this version on a client may have a name in any script. */
export const WIDE_NAMES_VERSION = 3;

/** Names that could pass for the server itself or for a whole room. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  "server",
  "system",
  "admin",
  "operator",
  "ktn",
  "all",
  "everyone",
  "here",
]);

/**
 * Returns the form under which two spellings of a name count as the same.
 *
 * @param name Any legal name; compare the results, show the original.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { foldName } from "./names.ts";
 *
 * assertEquals(foldName("Ada"), foldName("ADA"));
 * ```
 */
export function foldName(name: string): string {
  if (ASCII.test(name)) return name.toLowerCase();
  // Upper case first: so "Weiß" is "WEISS", and a final sigma any other.
  return name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

// deno-lint-ignore no-control-regex -- all of ASCII
const ASCII = /^[\x00-\x7f]*$/;

/** Tells whether a name is one that programs of any age may choose. */
export function isSeedName(name: string): boolean {
  return LEGAL_NAME.test(name);
}

/**
 * Checks that a user may be called `name`.
 *
 * @throws {ChatError} `bad_name` when it is empty, too long, has a character
 * outside `[A-z0-9]`, or is reserved.
 */
export function checkName(name: string): void {
  refuse(problemWith(name) ?? problemWithSeedName(name));
}

/**
 * Checks that a user of a client of version 3 may be called `name`: a name of
 * the seed, or one in a script that is in use. Whom it could be confused with
 * the directory knows.
 *
 * @throws {ChatError} `bad_name` when it is empty, too long, not in NFC, of
 * several scripts, or reserved.
 */
export function checkWideName(name: string): void {
  refuse(problemWithAnyName(name));
}

/**
 * Checks that a room may be called `name`, without `#`: what is legal for users
 * is legal for rooms.
 *
 * @throws {ChatError} `bad_room`, for what would be `bad_name` for a user.
 */
export function checkRoomName(name: string): void {
  refuse(problemWithAnyName(name), "bad_room");
}

function refuse(
  problem: string | undefined,
  code: "bad_name" | "bad_room" = "bad_name",
): void {
  if (problem !== undefined) throw new ChatError(code, problem);
}

function problemWithAnyName(name: string): string | undefined {
  return problemWith(name) ??
    (isSeedName(name) ? undefined : problemWithWideName(name));
}

function problemWith(name: string): string | undefined {
  if (name === "") return "Cannot use an empty name";
  const length = [...name.slice(0, 4 * MAX_NAME_LENGTH)].length;
  if (length > MAX_NAME_LENGTH) {
    return `Cannot use a name of ${name.length} characters: at most ${MAX_NAME_LENGTH} fit`;
  }
  if (RESERVED_NAMES.has(foldName(name))) {
    return `Cannot use the name "${name}": it is reserved`;
  }
  return undefined;
}

function problemWithSeedName(name: string): string | undefined {
  return isSeedName(name)
    ? undefined
    : "Cannot use this name: only letters, digits and [ \\ ] ^ _ ` may be in it";
}
