/**
 * What is to be said about a line before it goes: whether it can be sent, and
 * whether it should be asked about first. Knows nothing of how it is sent.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { byteLength, checkText } from "../../shared/text.ts";
import { readInput } from "./commands.ts";

/** What became of a check. */
export type Check =
  | { readonly kind: "fine" }
  /** It cannot go; the line stays, to be put right. */
  | { readonly kind: "refused"; readonly why: string }
  /** It goes when the question is answered with yes. */
  | { readonly kind: "ask"; readonly question: string };

/** A text with more lines than this, or more bytes, may be a slip. */
export const MAX_UNASKED_LINES = 5;
export const MAX_UNASKED_BYTES = 2048;

/** Checks a line as it was typed. */
export function checkLine(line: string): Check {
  const input = readInput(line);
  if (input.kind === "unknown") return { kind: "refused", why: input.why };
  return input.kind === "text" ? checkMessage(input.text) : { kind: "fine" };
}

function checkMessage(text: string): Check {
  try {
    checkText(text);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { kind: "refused", why: error.message };
  }
  const lines = text.split("\n").length;
  const bytes = byteLength(text);
  if (lines <= MAX_UNASKED_LINES && bytes <= MAX_UNASKED_BYTES) {
    return { kind: "fine" };
  }
  const size = lines > 1 ? `${lines} lines, ${bytes} bytes` : `${bytes} bytes`;
  return { kind: "ask", question: `Send ${size}? y sends, n goes on editing` };
}
