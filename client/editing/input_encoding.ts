/**
 * In which encoding the keyboard of a terminal sends text: that of the locale.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";

const UTF8 = "utf-8";
/** In these an escape is part of a character, or a byte of ASCII is not. */
const NO_TERMINAL: ReadonlySet<string> = new Set([
  "iso-2022-jp",
  "replacement",
  "utf-16be",
  "utf-16le",
  "x-user-defined",
]);
/** What systems write otherwise than the Encoding Standard. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["eucjp", "euc-jp"],
  ["euckr", "euc-kr"],
  ["euccn", "gbk"],
  ["big5hkscs", "big5-hkscs"],
  ["tis620", "tis-620"],
]);
/** A locale such as `de_DE@euro` names it so. */
const EURO = "iso-8859-15";

/** Stands for what could not be read in the encoding of the terminal. */
export const UNREADABLE = "\ufffd";

/**
 * Returns the encoding, by the environment, as `TextDecoder` calls it: UTF-8
 * where the locale names none that is known.
 */
export function encodingOf(environment: Environment): string {
  const { LC_ALL, LC_CTYPE, LANG } = environment;
  const locale = (LC_ALL || LC_CTYPE || LANG || "").toLowerCase();
  const [, codeset, modifier] = /^[^.@]*(?:\.([^@]*))?(?:@(.*))?$/
    .exec(locale) ?? [];
  if (!codeset) return modifier === "euro" ? EURO : UTF8;
  try {
    const { encoding } = new TextDecoder(ALIASES.get(codeset) ?? codeset);
    return NO_TERMINAL.has(encoding) ? UTF8 : encoding;
  } catch {
    return UTF8; // the locale of another kind of system
  }
}
