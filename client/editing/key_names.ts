/**
 * What the sequences of terminals are called: (bytes) -> "Ctrl-Right". Knows
 * xterm, rxvt, the Linux console, and the cursor keys of application mode.
 *
 * @module
 */

import { readControlString } from "./control_strings.ts";
import { type ExtendedKey, readExtendedKey } from "./extended_keys.ts";

/** A sequence at the beginning of a text. */
export interface Sequence {
  /** All of it. */
  readonly text: string;
  /** The key; none for a sequence that is no key of ours. */
  readonly key: string | undefined;
  /** A character that was typed, in place of a key. */
  readonly typed?: string;
}

const ESCAPE = "\x1b";

/** Controls whose key is not called after a letter. */
const CONTROLS: ReadonlyMap<string, string> = new Map([
  ["\x00", "Ctrl-Space"],
  ["\t", "Tab"],
  ["\r", "Enter"],
  ["\x7f", "Backspace"],
]);

/** Enter and the two kinds of Backspace: they can be pressed with Alt. */
const ALT_CONTROLS: ReadonlySet<string> = new Set(["\r", "\x7f", "\b"]);

/** By the last character of CSI and SS3: xterm in both cursor modes. */
const ARROWS: ReadonlyMap<string, string> = new Map([
  ["A", "Up"],
  ["B", "Down"],
  ["C", "Right"],
  ["D", "Left"],
  ["F", "End"],
  ["H", "Home"],
]);

/** What else the last character of CSI can say. */
const CSI_FINALS: ReadonlyMap<string, string> = new Map([
  ...ARROWS,
  ["I", "FocusIn"],
  ["O", "FocusOut"],
  ["Z", "Shift-Tab"],
]);

/** What else the last character of SS3 can say. */
const SS3_FINALS: ReadonlyMap<string, string> = new Map([
  ...ARROWS,
  ["M", "Enter"], // of the keypad
]);

/** By the number before `~` (xterm, Linux), `^`, `$` and `@` (rxvt). */
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ["1", "Home"],
  ["2", "Insert"],
  ["3", "Delete"],
  ["4", "End"],
  ["5", "PageUp"],
  ["6", "PageDown"],
  ["7", "Home"],
  ["8", "End"],
]);

/** rxvt says with the last character what was held down. */
const RXVT_MODIFIERS: ReadonlyMap<string, string> = new Map([
  ["~", ""],
  ["^", "Ctrl-"],
  ["$", "Shift-"],
  ["@", "Ctrl-Shift-"],
]);

/** By the code points that stand for keys. */
const NAMED_CODES: ReadonlyMap<number, string> = new Map([
  [9, "Tab"],
  [13, "Enter"],
  [27, "Escape"],
  [127, "Backspace"],
]);

/** Ctrl with what is no letter, as the control that terminals send for it. */
const CTRL_KEYS: ReadonlyMap<string, string> = new Map([
  [" ", "Ctrl-Space"],
  ["/", "Ctrl-_"],
  ["-", "Ctrl-_"],
  ["[", "Escape"],
  ["?", "Backspace"],
]);

/** Bits of what is held down. */
const SHIFT = 1;
const ALT = 2;
const CTRL = 4;

/** CSI with number, modifier and last character; SS3; one character. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const CSI = /^\x1b\[([<=>?]?)(\d*)(?:;(\d*))?[\d;:]*([ -/]*[@-~]|\$)/;
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const SS3 = /^\x1bO(\d*)([A-Za-z])/;
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const LINUX_FUNCTION_KEY = /^\x1b\[\[[A-E]/;
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const HALF = /^\x1b(\[(?!\d\$$)[ -?]{0,127}|O\d{0,9}|\[\[)?$/;
/** X10 mouse: a button and a place, each a character that is no control. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const MOUSE = /^\x1b\[M[^\x00-\x1f]{3}/u;
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const HALF_MOUSE = /^\x1b\[M[^\x00-\x1f]{0,2}$/u;

/** Returns the key of a control character. */
export function controlKey(control: string): string {
  const letter = String.fromCharCode(control.charCodeAt(0) + 64);
  return CONTROLS.get(control) ?? `Ctrl-${letter}`;
}

/**
 * Returns the sequence a text begins with.
 *
 * @param text begins with an escape.
 * @returns nothing while the sequence is not complete.
 */
export function readSequence(text: string): Sequence | undefined {
  const answer = readControlString(text);
  if (answer?.kind === "whole") return { text: answer.text, key: undefined };
  if (answer || HALF.test(text) || HALF_MOUSE.test(text)) return undefined;
  const extended = readExtendedKey(text);
  if (extended) return { text: extended.text, ...extendedKey(extended) };
  return readMouse(text) ?? readLinux(text) ?? readCsi(text) ?? readSs3(text) ??
    readAlt(text);
}

/** The same name as without such a mode: what can be told apart is not. */
function extendedKey(
  { code, held }: ExtendedKey,
): Pick<Sequence, "key" | "typed"> {
  if (code === undefined || isPrivate(code)) return { key: undefined };
  const alt = held & ALT ? "Alt-" : "";
  const named = NAMED_CODES.get(code);
  if (named === "Tab" && held & SHIFT) return { key: `${alt}Shift-Tab` };
  if (named === "Escape") return { key: named };
  if (named !== undefined) return { key: alt + named };
  const character = String.fromCodePoint(code);
  if (held & CTRL) return { key: alt + ctrlKey(character) };
  if (alt !== "") return { key: altKey(character) };
  return code < 32 ? { key: controlKey(character) } : {
    key: undefined,
    typed: character,
  };
}

/** Surrogates, kitty's own keys, and what is no code point. */
function isPrivate(code: number): boolean {
  return (code >= 0xd800 && code <= 0xf8ff) || code > 0x10ffff;
}

function ctrlKey(character: string): string {
  const named = CTRL_KEYS.get(character);
  if (named !== undefined) return named;
  const upper = character.toUpperCase();
  return /^[@-_]$/.test(upper)
    ? controlKey(String.fromCharCode(upper.charCodeAt(0) - 64))
    : `Ctrl-${upper}`;
}

function readMouse(text: string): Sequence | undefined {
  const [whole] = MOUSE.exec(text) ?? [];
  return whole === undefined ? undefined : { text: whole, key: undefined };
}

function readLinux(text: string): Sequence | undefined {
  const [whole] = LINUX_FUNCTION_KEY.exec(text) ?? [];
  return whole === undefined ? undefined : { text: whole, key: undefined };
}

function readCsi(text: string): Sequence | undefined {
  const match = CSI.exec(text);
  if (!match) return undefined;
  const [whole, mark, number = "", modifier, final = ""] = match;
  const key = mark === "" ? csiKey(number, final) : undefined;
  return { text: whole, key: key && modifiers(modifier) + key };
}

function csiKey(number: string, final: string): string | undefined {
  const held = RXVT_MODIFIERS.get(final);
  const name = NUMBERS.get(number);
  if (held !== undefined) return name && held + name;
  // rxvt: small letters are arrows with Shift.
  if (/[a-d]/.test(final)) return `Shift-${ARROWS.get(final.toUpperCase())}`;
  return CSI_FINALS.get(final);
}

/** Cursor keys in application mode; small letters are rxvt's with Ctrl. */
function readSs3(text: string): Sequence | undefined {
  const [whole, modifier, final = ""] = SS3.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const name = SS3_FINALS.get(final.toUpperCase());
  const held = /[a-d]/.test(final) ? "Ctrl-" : modifiers(modifier);
  return { text: whole, key: name && held + name };
}

/** Returns the key of an escape and one character that no control is. */
export function altKey(character: string): string {
  return `Alt-${character.toUpperCase()}`;
}

/**
 * Alt is an escape before the key. Before a control that has no Alt, or before
 * two escapes, somebody pressed Escape.
 */
function readAlt(text: string): Sequence | undefined {
  const [, next = "", third] = text;
  if (next === ESCAPE && third !== ESCAPE) return readAltSequence(text);
  const isControl = next < " " || next === "\x7f";
  if (isControl && !ALT_CONTROLS.has(next)) {
    return { text: ESCAPE, key: "Escape" };
  }
  const key = isControl ? `Alt-${controlKey(next)}` : altKey(next);
  return { text: ESCAPE + next, key };
}

function readAltSequence(text: string): Sequence | undefined {
  const inner = readSequence(text.slice(1));
  if (!inner) return undefined;
  return { text: ESCAPE + inner.text, key: inner.key && `Alt-${inner.key}` };
}

/** xterm: one more than a sum of 1 for Shift, 2 for Alt, 4 for Ctrl. */
function modifiers(number: string | undefined): string {
  const held = Number(number || 1) - 1;
  return (held & CTRL ? "Ctrl-" : "") + (held & ALT ? "Alt-" : "") +
    (held & SHIFT ? "Shift-" : "");
}
