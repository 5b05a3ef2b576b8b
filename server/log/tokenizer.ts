/**
 * What a word is to a search, the same for every log.
 *
 * Scripts that put blanks between words have words. The others are searched for
 * any part of what was said: where a word ends in them depends on the sentence
 * around it, and on the version of the dictionary (`Intl.Segmenter`), so a word
 * on its own would not always be found in its sentence, nor by the next version
 * in an index that this one made.
 *
 * @module
 */

import { isAscii } from "./folded_text.ts";

/** Scripts without blanks between words, and Korean, which joins words. */
const CONTINUOUS = String
  .raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{sc=Yi}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tai_Le}\p{sc=New_Tai_Lue}\p{sc=Tai_Tham}\p{sc=Tai_Viet}\p{sc=Javanese}\p{sc=Balinese}]`;
const LETTER = String.raw`[\p{L}\p{M}\p{N}]`;

/** In a query an asterisk behind a word stands for any end of it. */
const TOKEN = new RegExp(
  [
    String.raw`(?<run>[${LETTER}&&${CONTINUOUS}]+)`,
    String.raw`(?<word>[${LETTER}--${CONTINUOUS}]+)(?<any>\*(?!${LETTER}))?`,
    String.raw`(?<sign>\p{Extended_Pictographic}|\p{Regional_Indicator}{2})`,
  ].join("|"),
  "gv",
);
const ASCII_WORD = /[a-z0-9]+/g;

/** A piece of a text. */
export interface Token {
  /**
   * A run of a script without blanks; a word of one that has them; the beginning
   * of a word; or one pictograph, or flag.
   */
  readonly kind: "run" | "word" | "beginning" | "sign";
  readonly text: string;
}

/** Returns the pieces of a folded text. */
export function tokensOf(folded: string): readonly Token[] {
  return Array.from(folded.matchAll(TOKEN), ({ 0: text, groups = {} }) => {
    const { run, word, any } = groups;
    if (run !== undefined) return { kind: "run", text };
    if (word === undefined) return { kind: "sign", text };
    return any === undefined
      ? { kind: "word", text }
      : { kind: "beginning", text: word };
  });
}

/** Returns the words and signs of a folded text, each once. */
export function wordsOf(folded: string): ReadonlySet<string> {
  if (isAscii(folded)) return new Set(folded.match(ASCII_WORD));
  return new Set(
    tokensOf(folded).flatMap(({ kind, text }) => kind === "run" ? [] : text),
  );
}

/**
 * Returns what an index has of a folded text: words, signs, each two characters
 * of a run that stand side by side, and its last one.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { indexTerms } from "./tokenizer.ts";
 *
 * assertEquals([...indexTerms("don't say 東京都")], [
 *   "don", "t", "say", "東京", "京都", "都",
 * ]);
 * ```
 */
export function indexTerms(folded: string): ReadonlySet<string> {
  if (isAscii(folded)) return wordsOf(folded);
  return new Set(
    tokensOf(folded).flatMap(({ kind, text }) =>
      kind === "run" ? [...pairsOf(text), lastOf(text)] : text
    ),
  );
}

/** Returns each two characters of a run that stand side by side. */
export function pairsOf(run: string): readonly string[] {
  const characters = [...run];
  return characters.slice(1).map((next, index) => characters[index] + next);
}

function lastOf(run: string): string {
  return [...run].at(-1) ?? "";
}
