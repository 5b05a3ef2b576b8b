/**
 * Words of the program itself, marked so that nobody takes them for what people
 * say.
 *
 * @module
 */

import { escapeUnsafeLines } from "../../shared/text.ts";
import type { Output } from "./output.ts";

/** Writes notices to who runs the program. */
export interface Notifier {
  /** Writes a note. */
  note(text: string): void;
  /** Writes what is wrong. */
  warn(text: string): void;
}

/** Returns a notifier without colours. */
export function plainNotifier(output: Pick<Output, "lines">): Notifier {
  return {
    note: (text) => output.lines(marked("*", text)),
    warn: (text) => output.lines(marked("!", text)),
  };
}

/** Returns the lines of a text: the mark at the first, the others set in. */
export function marked(mark: string, text: string): string[] {
  return escapeUnsafeLines(text).map((line, index) =>
    index === 0 ? `${mark} ${line}` : `  ${line}`
  );
}
