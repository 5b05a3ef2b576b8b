/**
 * What a search looks for: whether a text has it, and what to look up in an
 * index that only says where it may be.
 *
 * @module
 */

import { foldText } from "./folded_text.ts";
import { pairsOf, type Token, tokensOf, wordsOf } from "./tokenizer.ts";

/**
 * Of a text that is longer, longer than anybody can say, only the beginning can
 * be found: what came into a file in another way must not hold up a search.
 */
const MAX_SEARCHED_CHARS = 16_384;

/** So many terms are looked up at most; the texts are held against all words. */
export const MAX_TERMS = 16;

/** What can be looked up: a whole term of the index, or how one begins. */
export interface Term {
  readonly text: string;
  readonly isBeginning: boolean;
}

/** Returns a text as it is searched. */
export function searchedText(text: string): string {
  return foldText(text.slice(0, MAX_SEARCHED_CHARS));
}

/** The words of a query, each once. */
export class SearchWords {
  readonly #tokens: readonly Token[];

  /** Reads a query; `word*` stands for any word that begins so. */
  constructor(query: string) {
    const byKind = new Map(
      tokensOf(foldText(query)).map((
        token,
      ) => [`${token.kind} ${token.text}`, token]),
    );
    // The longest first: most texts do not have it.
    this.#tokens = [...byKind.values()]
      .sort((one, other) => other.text.length - one.text.length);
  }

  /** Whether there is nothing to look for. */
  get isEmpty(): boolean {
    return this.#tokens.length === 0;
  }

  /** What to look up; a text that has all the words has all of these terms. */
  get terms(): readonly Term[] {
    return this.#tokens.flatMap(termsOf).slice(0, MAX_TERMS);
  }

  /** Returns whether a text has all the words. */
  areIn(text: string): boolean {
    const folded = searchedText(text);
    if (!this.#tokens.every((token) => folded.includes(token.text))) {
      return false;
    }
    let words: ReadonlySet<string> | undefined;
    return this.#tokens.every(({ kind, text }) => {
      if (kind === "run") return true;
      words ??= wordsOf(folded);
      return kind === "beginning" ? hasBeginning(words, text) : words.has(text);
    });
  }
}

function hasBeginning(words: ReadonlySet<string>, beginning: string): boolean {
  for (const word of words) if (word.startsWith(beginning)) return true;
  return false;
}

function termsOf({ kind, text }: Token): readonly Term[] {
  if (kind === "beginning") return [{ text, isBeginning: true }];
  if (kind !== "run") return [{ text, isBeginning: false }];
  const pairs = pairsOf(text);
  if (pairs.length === 0) return [{ text, isBeginning: true }];
  // Every other pair, and the last, have all characters.
  return pairs.filter((_, index) =>
    index % 2 === 0 || index === pairs.length - 1
  )
    .map((pair) => ({ text: pair, isBeginning: false }));
}
