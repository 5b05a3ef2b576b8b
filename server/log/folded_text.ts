/**
 * The form of a text in which two spellings of a word compare equal, for people
 * who look for it: without case, compatibility forms, and accents that they may
 * leave out. Marks that make another letter (й, が, Indic vowels, Thai tones)
 * stay.
 *
 * @module
 */

/** Nothing but ASCII has nothing but case. */
const ASCII = /^[\0-\x7f]*$/;

/**
 * Invisible characters; accents of Latin, Greek and Cyrillic letters, vowel
 * points of Arabic, Hebrew and Syriac ones, the Arabic lengthening stroke, and
 * the frame of a keycap. Those that make a letter of its own are left: й ў, ї,
 * ѓ ќ.
 */
const LEFT_OUT =
  /\p{Default_Ignorable_Code_Point}|(?<![иу])\u0306|(?<!і)\u0308|(?<![гк])\u0301|[\u0300\u0302-\u0305\u0307\u0309-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0640]|[\p{M}&&[\p{scx=Arab}\p{scx=Hebr}\p{scx=Syrc}]]/gv;

/** Letters that Unicode does not decompose, and what people type for them. */
const TYPED_AS: ReadonlyMap<string, string> = new Map([
  ["ß", "ss"],
  ["ς", "σ"],
  ["ı", "i"],
  ["ł", "l"],
  ["ø", "o"],
  ["đ", "d"],
  ["ð", "d"],
  ["ħ", "h"],
  ["ŧ", "t"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["þ", "th"],
  // Arabic and Persian keyboards have different ones.
  ["ى", "ي"],
  ["ی", "ي"],
  ["ک", "ك"],
  ["ٱ", "ا"],
  ["ة", "ه"],
]);

const OTHER_LETTERS = new RegExp(`[${[...TYPED_AS.keys()].join("")}]`, "g");

/**
 * Returns the text in the form in which two spellings are the same.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { foldText } from "./folded_text.ts";
 *
 * assertEquals(foldText("İSTANBUL"), foldText("istanbul"));
 * assertEquals(foldText("Café Straße"), "cafe strasse");
 * ```
 */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text.normalize("NFKD").toLowerCase()
    .replace(LEFT_OUT, "")
    .replace(OTHER_LETTERS, (letter) => TYPED_AS.get(letter) ?? letter)
    .normalize("NFC");
}

/** Returns whether a text is of ASCII alone. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}
