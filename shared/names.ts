/**
 * Names of users and rooms: one place decides what is a legal name.
 * Knows nothing of connections, accounts or storage.
 *
 * @module
 */

import { ChatError } from "./errors.ts";

/** Longest legal user name, in characters. */
export const MAX_NAME_LENGTH = 32;

/** The room everybody starts in, and the only one old clients know. */
export const LOBBY = "lobby";

/**
 * The seed's `[A-z0-9]+` to the letter: `A-z` also holds the six characters
 * between `Z` and `a`, which are `[`, `\`, `]`, `^`, `_` and the backtick.
 */
const LEGAL_NAME = /^[A-z0-9]+$/;

/** Names that could pass for the server itself or for a whole room. */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
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
  return name.toLowerCase();
}

/**
 * Checks that a user may be called `name`.
 *
 * @throws {ChatError} `bad_name` when it is empty, too long, has a character
 * outside `[A-z0-9]`, or is reserved.
 */
export function checkName(name: string): void {
  const problem = problemWith(name);
  if (problem) throw new ChatError("bad_name", problem);
}

function problemWith(name: string): string | undefined {
  if (name === "") return "Cannot use an empty name";
  if (name.length > MAX_NAME_LENGTH) {
    return `Cannot use a name of ${name.length} characters: at most ${MAX_NAME_LENGTH} fit`;
  }
  if (!LEGAL_NAME.test(name)) {
    return "Cannot use this name: only letters, digits and [ \\ ] ^ _ ` may be in it";
  }
  if (RESERVED_NAMES.has(foldName(name))) {
    return `Cannot use the name "${name}": it is reserved`;
  }
  return undefined;
}
