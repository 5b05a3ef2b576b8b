/**
 * What terminals answer to programs that asked: OSC, DCS, APC, PM and SOS, up
 * to ST or BEL. They are no keys, but begin like keys with Alt.
 *
 * @module
 */

/** What a text begins with. */
export type ControlString =
  /** All of an answer, or what came of one that was broken off. */
  | { readonly kind: "whole"; readonly text: string }
  /** It may still become one. */
  | { readonly kind: "half" };

/** Longest answer that is waited for, in UTF-16 units. */
export const MAX_ANSWER = 4096;
/** Longest time from its beginning to its end, in milliseconds. */
export const ANSWER_MS = 500;

/** An introducer, what it holds, and what ends it. */
const CONTROL_STRING =
  // deno-lint-ignore no-control-regex -- terminals speak in control characters
  /^\x1b([\]P_^X])([^\x00-\x1f\x7f]*)(\x07|\x1b\\|\x1b$|)/;
const ENDS: ReadonlySet<string> = new Set(["\x07", "\x1b\\"]);
/** How what terminals answer begins; what people type hardly does. */
const ANSWERS: ReadonlyMap<string, RegExp> = new Map([
  ["]", /^(\d+(;|$)|[lLI])/],
  ["P", /^[\d;]*[!>$+|]/],
  ["_", /^G/],
]);
/** The rest of an answer of which the beginning is gone. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const REST = /^[^\x00-\x1f\x7f]*(\x07|\x1b\\)/;

/** Returns the answer of a terminal that a text begins with, if it does. */
export function readControlString(text: string): ControlString | undefined {
  const match = CONTROL_STRING.exec(text);
  if (!match) return undefined;
  const [whole, , , end = ""] = match;
  if (ENDS.has(end)) return { kind: "whole", text: whole };
  const isOpen = whole.length === text.length && whole.length <= MAX_ANSWER;
  if (isOpen) return { kind: "half" };
  return isAnswer(text) ? { kind: "whole", text: whole } : undefined;
}

/** Tells whether a text begins as an answer may, in full or in part. */
export function beginsControlString(text: string): boolean {
  return CONTROL_STRING.test(text);
}

/** Tells whether a text begins like what terminals do answer. */
export function isAnswer(text: string): boolean {
  const [, introducer = "", body = ""] = CONTROL_STRING.exec(text) ?? [];
  return ANSWERS.get(introducer)?.test(body) === true;
}

/**
 * Returns what of a text is the end of an answer of which the beginning was
 * taken before; "" for nothing.
 */
export function restOfAnswer(beginning: string, text: string): string {
  const [, , , end = ""] = CONTROL_STRING.exec(beginning) ?? [];
  if (!isAnswer(beginning) || ENDS.has(end)) return "";
  if (end !== "") return text.startsWith("\\") ? "\\" : "";
  return REST.exec(text)?.[0] ?? "";
}
