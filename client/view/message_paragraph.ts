/**
 * A message as a paragraph: its head, and its lines beside it, in each form
 * that a message is shown in. Every row of it says whose it is.
 *
 * @module
 */

import { textWidth } from "./cell_width.ts";
import {
  alignedHead,
  type Columns,
  type HeadForm,
  type HeadParts,
  narrowHead,
  textColumn,
} from "./message_head.ts";
import { type Paragraph, type Span, span, textOf } from "./span.ts";

/** The lines of a text, each in pieces. */
export type Lines = readonly (readonly Span[])[];

/** Marks the further rows of a message where lines are only added. */
const FURTHER_MARK = "| ";
/** Cells before further rows of what is read aloud. */
const SPOKEN_INDENT = 2;

/** Returns a message to be read aloud; each line says whose it is. */
export function spokenParagraph(
  { author = span("somebody"), isMention }: HeadParts,
  [first = [], ...others]: Lines,
): Paragraph {
  return {
    head: [author, span(isMention ? " names you: " : ": ")],
    lines: [
      first,
      ...others.map((line) => [author, span(" continues: "), ...line]),
    ],
    indent: SPOKEN_INDENT,
  };
}

/** Returns a message among lines, with the mark always in the same place. */
export function lineParagraph(parts: HeadParts, lines: Lines): Paragraph {
  return {
    head: narrowHead({ ...parts, isMention: false }),
    lines,
    indent: textWidth(parts.time) + 1 + FURTHER_MARK.length,
    mark: FURTHER_MARK,
  };
}

/** Returns a message in a window, with its rows set in under the text. */
export function windowParagraph(parts: HeadParts, lines: Lines): Paragraph {
  const head = narrowHead(parts);
  return { head, lines, indent: textWidth(textOf(head)) };
}

/** How a message stands among others in columns. */
export interface Alignment {
  readonly columns: Columns;
  readonly head: HeadForm;
}

/** Returns a message whose text begins in a column, below a head too wide. */
export function alignedParagraph(
  parts: HeadParts,
  lines: Lines,
  { columns, head: form }: Alignment,
): Paragraph {
  const head = alignedHead(parts, columns, form);
  const indent = textColumn(columns);
  const isTooWide = textWidth(textOf(head)) > indent;
  return { head, lines: isTooWide ? [[], ...lines] : lines, indent };
}
