/**
 * Who is mentioned in a text, the same for every log.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";

/** Names of one text that are remembered; a text with more is for nobody. */
const MAX_MENTIONS = 32;

/**
 * A name behind an `@` that does not stand in a word, as in an address of mail.
 * Names of the seed may end in brackets and other signs, which more often belong
 * to the text: both readings count.
 */
const MENTION =
  /(?<![\p{L}\p{N}\p{M}_@])@([\p{L}\p{N}\p{M}_[\]\\^`]+(?:[-.][\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*)*)/gu;
const SIGNS_AT_END = /[[\]\\^`_]+$/;

/**
 * Returns the folded names that are mentioned in a text, each once.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mentionsIn } from "./mentions.ts";
 *
 * assertEquals([...mentionsIn("@Ada, ask @bob.")], ["ada", "bob"]);
 * assertEquals([...mentionsIn("ada@example.org")], []);
 * ```
 */
export function mentionsIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (!text.includes("@")) return names;
  for (const [, name = ""] of text.matchAll(MENTION)) {
    for (const one of [name, name.replace(SIGNS_AT_END, "")]) {
      if (one !== "") names.add(foldName(one));
    }
    if (names.size >= MAX_MENTIONS) break;
  }
  return names;
}
