/**
 * The line being typed where nothing on the screen is ever drawn again: a key
 * in, the line as it is then, and what to write so that it stands there.
 *
 * @module
 */

import type { KeyHelp } from "../editing/key_bindings.ts";
import type { Key } from "../editing/keys.ts";
import {
  blankWordBefore,
  characterBefore,
  cleaned,
  lineOf,
  MAX_LINE,
} from "../editing/line.ts";
import { graphemes, textWidth } from "../view/cell_width.ts";
import type { Charset } from "../view/charset.ts";

/** What a key comes to. */
export type Typed =
  /** The line is another; perhaps the key did not fit into it. */
  | { readonly kind: "edited"; readonly text: string; readonly isFull: boolean }
  | { readonly kind: "entered" | "ended" | "show" | "nothing" };

type LineAct = (text: string) => Typed;

/** The keys, as `/help` tells them; the last two are the terminal's own. */
export const TYPED_KEYS: readonly KeyHelp[] = [
  { keys: ["Enter", "Ctrl-J"], summary: "Send the line" },
  {
    keys: ["Backspace", "Ctrl-H"],
    summary: "Delete the character at the end",
  },
  { keys: ["Ctrl-W"], summary: "Delete the word at the end" },
  { keys: ["Ctrl-U"], summary: "Delete the line" },
  { keys: ["Ctrl-R"], summary: "Show what others said while you type" },
  { keys: ["Ctrl-D"], summary: "On an empty line leave the chat" },
  { keys: ["Ctrl-C"], summary: "Leave the chat" },
  { keys: ["Ctrl-Z"], summary: "Suspend; the shell's fg brings it back" },
];

const ACTS: ReadonlyMap<string, LineAct> = new Map<string, LineAct>([
  ["Enter", () => ({ kind: "entered" })],
  ["Ctrl-J", () => ({ kind: "entered" })],
  ["Backspace", deleteCharacter],
  ["Ctrl-H", deleteCharacter],
  ["Ctrl-W", deleteWord],
  ["Ctrl-U", () => edited("")],
  ["Ctrl-R", () => ({ kind: "show" })],
  ["Ctrl-D", (text) => ({ kind: text === "" ? "ended" : "nothing" })],
]);

/** Returns what a key comes to in a line. */
export function pressIn(text: string, key: Key): Typed {
  if (key.kind === "key") {
    return ACTS.get(key.name)?.(text) ?? { kind: "nothing" };
  }
  const longer = text + cleaned(key.text);
  const isFull = longer.length > MAX_LINE ||
    (key.kind === "paste" && key.left > 0);
  return isFull ? edited(text, isFull) : edited(longer);
}

/** Returns a line as it stands on the terminal. */
export function shownLine(text: string, charset: Charset): string {
  return text.split("\n").map((line) => charset.safe(line))
    .join(charset.lineBreak);
}

/**
 * Returns what to write behind a text so that another stands in its place.
 *
 * @param columns how wide the terminal is: nothing can be taken back over the
 * edge of a row.
 * @returns nothing where it has to be written anew, on a row of its own.
 */
export function echoOf(
  before: string,
  after: string,
  columns: number,
): string | undefined {
  const old = graphemes(before);
  const same = commonLength(old, graphemes(after));
  const kept = old.slice(0, same).join("");
  const from = textWidth(kept);
  const to = textWidth(before);
  const added = after.slice(kept.length);
  if (from === to) return added;
  const isOneRow = Math.floor(from / columns) === Math.floor(to / columns);
  return isOneRow ? "\b \b".repeat(to - from) + added : undefined;
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((character, at) => character !== b[at]);
  return index === -1 ? a.length : index;
}

function deleteCharacter(text: string): Typed {
  return edited(text.slice(0, characterBefore(lineOf(text))));
}

function deleteWord(text: string): Typed {
  return edited(text.slice(0, blankWordBefore(lineOf(text))));
}

function edited(text: string, isFull = false): Typed {
  return { kind: "edited", text, isFull };
}
