/**
 * Words of the program itself, marked so that nobody takes them for what people
 * say. Knows nothing of why they are said.
 *
 * @module
 */

import { visibleLines } from "../../shared/text.ts";
import type { Output } from "./output.ts";

/** Says something to who runs the program. */
export interface Voice {
  /** Tells something. */
  note(text: string): void;
  /** Tells what is wrong. */
  warn(text: string): void;
}

/** Returns a voice without colours. */
export function plainVoice(output: Output): Voice {
  return {
    note: (text) => output.lines(marked("*", text)),
    warn: (text) => output.lines(marked("!", text)),
  };
}

/** Returns the lines of a text: the mark at the first, the others set in. */
export function marked(mark: string, text: string): string[] {
  return visibleLines(text).map((line, index) =>
    index === 0 ? `${mark} ${line}` : `  ${line}`
  );
}
