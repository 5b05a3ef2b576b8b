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

/** Letters lose their accents; what has no letter becomes a question mark. */
function inAscii(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return graphemes(text).map((character) => {
    const bare = character.normalize("NFKD").replace(/\p{Mark}/gu, "");
    return /^[ -~]+$/.test(bare) ? bare : "?";
  }).join("");
}
