/**
 * Names in any script, for clients of version 3: what may be in them, so that
 * no two that look alike to a careful reader are told apart by programs only.
 *
 * @module
 */

import { IDENTIFIER_RANGES } from "./identifier_table.ts";

/** Where the ranges of characters begin, and where they end, in order. */
const [FIRST, LAST] = readRanges(IDENTIFIER_RANGES);

/** What is no letter, mark, digit or `_` stands between two that are. */
const ENDS = /^[\p{L}\p{N}_].*[\p{L}\p{N}\p{M}_]$|^[\p{L}\p{N}_]$/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** More marks than that are no letter of any language. */
const TOWER = /\p{M}{3}/u;

/** The scripts that people write in today (UAX 31, table 5). */
const SCRIPTS = [
  ...["Arabic", "Armenian", "Bengali", "Bopomofo", "Cyrillic", "Devanagari"],
  ...["Ethiopic", "Georgian", "Greek", "Gujarati", "Gurmukhi", "Han", "Hangul"],
  ...["Hebrew", "Hiragana", "Kannada", "Katakana", "Khmer", "Lao", "Latin"],
  ...["Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thaana"],
  ...["Thai", "Tibetan"],
];
/** Scripts that are written in one text ("highly restrictive" in UTS 39). */
const TOGETHER = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
];
const ONE_WRITING = [...SCRIPTS.map((script) => [script]), ...TOGETHER].map(
  (scripts) => {
    const sets = [...scripts, "Common", "Inherited"];
    return new RegExp(
      `^[${sets.map((script) => `\\p{scx=${script}}`).join("")}]+$`,
      "u",
    );
  },
);

/**
 * Returns what is wrong with a name; nothing when all is well.
 *
 * @param name Of any length.
 *
 * @example Usage
 * ```ts
 * import { assertEquals, assertMatch } from "@std/assert";
 * import { problemWithWideName } from "./wide_name.ts";
 *
 * assertEquals(problemWithWideName("Zoë"), undefined);
 * assertMatch(problemWithWideName("аda") ?? "", /mixes scripts/);
 * ```
 */
export function problemWithWideName(name: string): string | undefined {
  if (!name.isWellFormed() || ![...name].every(isIdentifierCharacter)) {
    return "Cannot use this name: only letters of scripts in use, digits and _ may be in it, and . - between them";
  }
  if (name !== name.normalize("NFC") || INVISIBLE.test(name)) {
    return "Cannot use this name: it is not in Unicode's normal form (NFC)";
  }
  if (!ENDS.test(name)) {
    return "Cannot use this name: it must begin and end with a letter, a digit or _";
  }
  if (TOWER.test(name)) {
    return "Cannot use this name: it has more than two marks on a letter";
  }
  if (!ONE_WRITING.some((script) => script.test(name))) {
    return "Cannot use this name: it mixes scripts, such as Latin and Cyrillic letters";
  }
  return undefined;
}

function isIdentifierCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  let low = 0;
  let high = FIRST.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((FIRST[middle] ?? 0) > code) high = middle;
    else low = middle + 1;
  }
  return code <= (LAST[low - 1] ?? -1);
}

function readRanges(
  table: string,
): readonly [first: readonly number[], last: readonly number[]] {
  const first: number[] = [];
  const last: number[] = [];
  let end = 0;
  for (const range of table.trim().split(/\s+/)) {
    const [gap = "", more = "0"] = range.split("+");
    const begin = end + parseInt(gap, 36);
    end = begin + parseInt(more, 36);
    first.push(begin);
    last.push(end);
  }
  return [first, last];
}
