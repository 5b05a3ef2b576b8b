/**
 * Who is named in a text. Knows nothing of how that is shown.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";

/** A name in a text, by the UTF-16 units it stands at. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  /** The name as it is written there. */
  readonly name: string;
}

const WORD = /[\p{L}\p{N}_]+/gu;
/** What would make a name part of a longer word. */
const INSIDE_WORD = "[\\p{L}\\p{N}_]";

/** Finds one name where it stands as a word, in any case. */
export class NameFinder {
  readonly #pattern: RegExp;

  /** Prepares to look for `name`. */
  constructor(name: string) {
    const word = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    this.#pattern = new RegExp(
      `(?<!${INSIDE_WORD})${word}(?!${INSIDE_WORD})`,
      "giu",
    );
  }

  /** Returns every place of the name in a text. */
  find(text: string): readonly Mention[] {
    return Array.from(text.matchAll(this.#pattern), mentionAt)
      .filter(({ name }) => name !== "");
  }
}

/** Finds people where their names stand as words. */
export function findPeople(
  text: string,
  isKnown: (foldedName: string) => boolean,
): readonly Mention[] {
  return Array.from(text.matchAll(WORD), mentionAt)
    .filter(({ name }) => isKnown(foldName(name)));
}

function mentionAt(match: RegExpExecArray): Mention {
  const [name] = match;
  return { name, start: match.index, end: match.index + name.length };
}
