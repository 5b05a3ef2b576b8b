/**
 * How many cells of a terminal a text takes. Knows nothing of terminals, which
 * do not all agree.
 *
 * @module
 */

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Shown as a picture, alone or because it is asked for. */
const PICTURE = /\p{Emoji_Presentation}|\ufe0f/u;
/** Has no cell of its own, when nothing is before it. */
const NOTHING = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;
/** East Asian Width W and F, as Unicode has them. */
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u;

/** Splits a text into characters as people see them. */
export function graphemes(text: string): string[] {
  return [...GRAPHEMES.segment(text)].map(({ segment }) => segment);
}

/** Returns the cells of one character as people see it. */
export function characterWidth(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0;
  return PICTURE.test(grapheme) || WIDE.test(grapheme) ? 2 : 1;
}

/** Returns the cells of a text without control characters. */
export function textWidth(text: string): number {
  return graphemes(text).reduce((sum, each) => sum + characterWidth(each), 0);
}
