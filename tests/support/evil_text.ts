/**
 * Text that attacks a terminal, and the look for what gets through.
 *
 * @module
 */

const range = (from: number, to: number) =>
  Array.from(
    { length: to - from + 1 },
    (_, n) => String.fromCodePoint(from + n),
  );

/** Every control character, and all that hides or turns text around. */
export const EVIL_CHARACTERS: readonly string[] = [
  ...range(0x00, 0x1f),
  ...range(0x7f, 0x9f),
  ...["\u00ad", "\u061c", "\u180e", "\u200b", "\u200e", "\u200f"],
  ...range(0x2028, 0x202e),
  ...range(0x2060, 0x206f),
  ...["\ufeff", "\ufff9", "\ufffa", "\ufffb"],
  ...["\u{e0001}", "\u{e0041}", "\u{e007f}"],
  ...["\ud800", "\udbff", "\udc00", "\udfff"],
];

/** Sequences that do harm: titles, the clipboard, links, the cursor, answers. */
export const EVIL_SEQUENCES: readonly string[] = [
  "\x1b]0;title\x07",
  "\x1b]52;c;cHduZWQ=\x07",
  "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
  "\x1b[2J\x1b[H",
  "\x1b[?1049l",
  "\x1b[?1000h",
  "\x1b[6n",
  "\x1b[c",
  "\x1bPq\x1b\\",
  "\x1bc",
  "\u009b2J",
  "\u009d0;title\u009c",
  "\u0090q\u009c",
  "https://evil.example/\x1b]0;title\x07",
  "https://evil.example/\u009c\u202ecod.exe",
];

/** One text with everything in it. */
export const EVIL_TEXT = [...EVIL_CHARACTERS, ...EVIL_SEQUENCES].join("x");

/** The same in pieces that fit on a row, to be seen one by one. */
export const EVIL_TEXTS: readonly string[] = [
  ...EVIL_CHARACTERS.map((character) => `a${character}b`),
  ...EVIL_SEQUENCES,
];

/**
 * The sequences that the client writes itself: cells, colours, modes, links
 * with their address in ASCII, and the bell.
 */
const OWN =
  // deno-lint-ignore no-control-regex -- terminals speak in control characters
  /\x1b\[(?:\?(?:7|25|1004|1049|2004|2026)[hl]|\?1007[hrs]|>4;0m|=0u|\d+;\d+H|2J|K|\d+(?:;\d+)*m)|\x1b\]8;(?:id=\w+)?;(?:https?:\/\/[!-~]*)?\x1b\\/g;

const NOT_SAFE =
  // deno-lint-ignore no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Returns what is left of controls when the client's own are taken away. */
export function controlsIn(written: string): readonly string[] {
  const rest = written.replaceAll(OWN, "");
  return [...rest.matchAll(NOT_SAFE)].map(([found]) => JSON.stringify(found));
}
