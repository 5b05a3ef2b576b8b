/**
 * What a terminal can show: other people's text made safe for it, and the few
 * signs of our own.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";
import { escapeUnsafe, escapeUnsafeName } from "../../shared/text.ts";
import { graphemes, limitCombiningMarks } from "./cell_width.ts";

/** The characters a terminal has. */
export interface Charset {
  /** Returns other people's text as it may be shown. */
  safe(text: string): string;
  /** Returns other people's name as it may be shown. */
  safeName(name: string): string;
  /** Stands before what is on its way, and where something is left out. */
  readonly ellipsis: string;
  /** Draws a line across, cell by cell. */
  readonly rule: string;
  /** Draws a line from top to bottom, row by row. */
  readonly bar: string;
  /** Stands between two facts. */
  readonly dot: string;
  /** Stands for a line break in the line being typed. */
  readonly lineBreak: string;
}

/** Terminals that speak UTF-8. */
export const UNICODE: Charset = {
  safe: (text) => limitCombiningMarks(escapeUnsafe(text)),
  safeName: (name) => limitCombiningMarks(escapeUnsafeName(name)),
  ellipsis: "…",
  rule: "─",
  bar: "│",
  dot: "·",
  lineBreak: "⏎",
};

/**
 * All others. Nothing but ASCII may reach them: bytes of UTF-8 are C1 controls
 * where one byte is one character.
 */
export const ASCII: Charset = {
  safe: (text) => inAscii(escapeUnsafe(text)),
  safeName: (name) => inAscii(escapeUnsafeName(name)),
  ellipsis: "...",
  rule: "-",
  bar: "|",
  dot: "-",
  lineBreak: "\\n",
};

/** Returns the characters of the terminal, by the environment. */
export function charsetOf(environment: Environment, os: string): Charset {
  const { LC_ALL, LC_CTYPE, LANG } = environment;
  const locale = LC_ALL || LC_CTYPE || LANG;
  // These two speak UTF-8 and often say nothing about it.
  if (!locale) return os === "windows" || os === "darwin" ? UNICODE : ASCII;
  return /utf-?8/i.test(locale) ? UNICODE : ASCII;
}

/** What people write in ASCII for signs and letters that it has not. */
const IN_ASCII: ReadonlyMap<string, string> = new Map([
  ...each("\u2010\u2011\u2012\u2013\u2212\u2043", "-"),
  ...each("\u2014\u2015", "--"),
  ...each("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
  ...each("\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u02bc", "'"),
  ...each("\u2022\u00b7\u2219\u25cf\u25e6\u25aa\u2023", "*"),
  ...each("→⇒➔➜", "->"),
  ...each("←⇐", "<-"),
  ...each("↔⇔", "<->"),
  ...each("≤", "<="),
  ...each("≥", ">="),
  ...each("≠", "!="),
  ...each("×", "x"),
  ...each("÷⁄", "/"),
  ...each("©", "(c)"),
  ...each("®", "(R)"),
  ...each("€", "EUR"),
  ...each("ß", "ss"),
  ...each("æ", "ae"),
  ...each("Æ", "AE"),
  ...each("œ", "oe"),
  ...each("Œ", "OE"),
  ...each("ø", "o"),
  ...each("Ø", "O"),
  ...each("ł", "l"),
  ...each("Ł", "L"),
  ...each("đð", "d"),
  ...each("ĐÐ", "D"),
  ...each("þ", "th"),
  ...each("Þ", "Th"),
  ...each("ı", "i"),
  ...each("¡", "!"),
  ...each("¿", "?"),
]);

function each(characters: string, ascii: string): readonly [string, string][] {
  return [...characters].map((character) => [character, ascii]);
}

/** Letters lose their accents; what has no letter becomes a question mark. */
function inAscii(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return graphemes(text).map(characterInAscii).join("");
}

function characterInAscii(character: string): string {
  const known = IN_ASCII.get(character);
  if (known !== undefined) return known;
  const bare = character.normalize("NFKD").replace(/\p{Mark}/gu, "")
    .replace(/[^ -~]/gu, (sign) => IN_ASCII.get(sign) ?? sign);
  return /^[ -~]+$/.test(bare) ? bare : "?";
}
