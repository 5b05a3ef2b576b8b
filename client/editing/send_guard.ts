/**
 * What is to be said about a line before it goes: what it means, whether it
 * can be sent, and whether it should be asked about first. Each line is read
 * and checked here once.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { byteLength, checkMessage } from "../../shared/text.ts";
import { type Input, isMemorable, readInput } from "./commands.ts";
import { UNREADABLE } from "./input_encoding.ts";
import type { Vocabulary } from "./completion.ts";

/** What became of a check. */
export type Check =
  | { readonly kind: "fine" }
  /** It cannot go; the line stays, to be put right. */
  | { readonly kind: "refused"; readonly why: string }
  /** It goes when the question is answered with yes. */
  | { readonly kind: "ask"; readonly question: string };

/** A line that was entered. */
export interface Submission {
  /** As it was typed. */
  readonly line: string;
  readonly input: Input;
  readonly check: Check;
  /** Whether it may be remembered. */
  readonly isMemorable: boolean;
}

/** Who takes the lines that are entered. */
export interface SubmitHandler {
  /** Reads and checks a line, before it goes. */
  read(line: string): Submission;
  /** Takes a line that was checked. */
  submit(submission: Submission): void;
  /** Shows what is wrong. */
  warn(text: string): void;
  /** Leaves. */
  quit(): void;
  /** What Tab may complete. */
  vocabulary(): Vocabulary;
}

/** A text with more lines than this, or more bytes, may be a slip. */
export const MAX_UNASKED_LINES = 5;
export const MAX_UNASKED_BYTES = 2048;

const ASK_UNREADABLE =
  "Send U+FFFD for what cannot be read (is LANG right)? y sends, n edits";

/** Reads and checks a line as it was typed in a chat. */
export function readSubmission(line: string): Submission {
  const input = readInput(line);
  return {
    line,
    input,
    check: checkInput(input),
    isMemorable: isMemorable(line, input),
  };
}

function checkInput(input: Input): Check {
  if (input.kind === "unknown") return { kind: "refused", why: input.why };
  return input.kind === "text" ? checkLine(input.text) : { kind: "fine" };
}

function checkLine(text: string): Check {
  try {
    checkMessage(text);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { kind: "refused", why: error.message };
  }
  if (text.includes(UNREADABLE)) {
    return { kind: "ask", question: ASK_UNREADABLE };
  }
  const lines = text.split("\n").length;
  const bytes = byteLength(text);
  if (lines <= MAX_UNASKED_LINES && bytes <= MAX_UNASKED_BYTES) {
    return { kind: "fine" };
  }
  const size = lines > 1 ? `${lines} lines, ${bytes} bytes` : `${bytes} bytes`;
  return { kind: "ask", question: `Send ${size}? y sends, n goes on editing` };
}
