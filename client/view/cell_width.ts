/**
 * How many cells of a terminal a text takes, at most: terminals do not all
 * agree, and what is counted short is lost at the right edge. Some count
 * characters as people see them, others the code points of those, so code
 * points are added up but for pictures.
 *
 * The rules are UAX #29 (characters as people see them) by `Intl.Segmenter`,
 * and UAX #11 (East Asian Width) with emoji presentation as two cells; the
 * table is the one of npm's `get-east-asian-width`, which follows Unicode.
 *
 * @module
 */

import { eastAsianWidth } from "get-east-asian-width";

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** One cell each, whatever stands beside them. */
const ASCII = /^[ -~]*$/;
/** Shown as a picture, alone or because it is asked for. */
const PICTURE = /\p{Emoji_Presentation}|\ufe0f/u;
/**
 * Has no cell of its own: marks but those that stand beside their letter, what
 * is not seen, and the second and third letters of a Hangul syllable. Fillers
 * are not seen either, and have the cells of what they stand for; so may what
 * is ignored and has no meaning yet.
 */
const NOTHING =
  /^(?![\u115f\u3164\uffa0\ufff0-\ufff8\u{e0080}-\u{e00ff}\u{e01f0}-\u{e0fff}])[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\ud7b0-\ud7ff]$/u;
/**
 * Most marks that stand on one character. Tibetan and Hebrew need five;
 * more of them would cover the rows above.
 */
const MAX_MARKS = 6;
/** Most code points of one character; a family with skin tones has eleven. */
const MAX_CODE_POINTS = 16;
const MARK = /^\p{Mark}$/u;

/** Splits a text into characters as people see them. */
export function graphemes(text: string): string[] {
  if (ASCII.test(text)) return text.split("");
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

/** Returns the most cells that one character as people see it takes. */
export function characterWidth(grapheme: string): number {
  if (ASCII.test(grapheme)) return grapheme.length;
  if (PICTURE.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) width += codePointWidth(character);
  return width;
}

/** Tells whether a character takes two cells by itself, as in Chinese. */
export function isWide(grapheme: string): boolean {
  if (ASCII.test(grapheme)) return false;
  return PICTURE.test(grapheme) || eastAsianWidth(firstOf(grapheme)) === 2;
}

/**
 * Splits a text into characters as people see them, and those that take more
 * cells than there are into the code points they are made of.
 */
export function graphemesWithin(text: string, columns: number): string[] {
  return graphemes(text).flatMap((each) =>
    characterWidth(each) > Math.max(2, columns) ? [...each] : [each]
  );
}

function codePointWidth(character: string): number {
  return NOTHING.test(character) ? 0 : eastAsianWidth(firstOf(character));
}

function firstOf(grapheme: string): number {
  return grapheme.codePointAt(0) ?? 0;
}

/** Returns the cells of a text without control characters. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  return graphemes(text).reduce((sum, each) => sum + characterWidth(each), 0);
}

/** Returns the text with no character taller or longer than scripts need. */
export function limitCombiningMarks(text: string): string {
  if (ASCII.test(text)) return text;
  return graphemes(text).map(limitMarks).join("");
}

function limitMarks(grapheme: string): string {
  if (grapheme.length <= MAX_MARKS) return grapheme;
  let marks = 0;
  return [...grapheme].slice(0, MAX_CODE_POINTS)
    .filter((character) => !MARK.test(character) || ++marks <= MAX_MARKS)
    .join("");
}
