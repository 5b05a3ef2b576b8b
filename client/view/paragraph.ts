/**
 * One thing that is told, before it is cut into the rows of a window: a head
 * such as a time and a name, and lines of text that hang beside it.
 * Knows nothing of windows and colours.
 *
 * @module
 */

import { type Span, textOf } from "./span.ts";

/** A paragraph of the chat. */
export interface Paragraph {
  /** Stands before the first line. */
  readonly head: readonly Span[];
  /** At least one line; each without line breaks. */
  readonly lines: readonly (readonly Span[])[];
  /** Cells before every further line. */
  readonly indent: number;
}

/** Returns a paragraph as lines as long as they are; `paint` colours pieces. */
export function unwrapped(
  { head, lines, indent }: Paragraph,
  paint: (span: Span) => string,
): string[] {
  const margin = " ".repeat(indent);
  return lines.map((line, index) =>
    [...(index === 0 ? head : []), ...line].map(paint)
      .reduce((text, piece) => text + piece, index === 0 ? "" : margin)
  );
}

/** Returns how many UTF-16 units a paragraph holds. */
export function lengthOf({ head, lines }: Paragraph): number {
  return lines.reduce(
    (sum, line) => sum + textOf(line).length,
    textOf(head).length,
  );
}
