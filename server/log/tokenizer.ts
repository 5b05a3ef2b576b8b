/**
 * What a word is to a search, the same for every log.
 *
 * @module
 */

/**
 * One character of the scripts that are written without spaces; or a run of
 * letters, marks and digits of the others; or one pictograph, or flag.
 */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{Variation_Selector}]]+|\p{Extended_Pictographic}|\p{Regional_Indicator}{2}/gv;

/**
 * Returns the words of `text` in the form in which two of them compare equal.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { tokenize } from "./tokenizer.ts";
 *
 * assertEquals(tokenize("Don't PANIC, ok?"), ["don", "t", "panic", "ok"]);
 * ```
 */
export function tokenize(text: string): readonly string[] {
  return text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
}
