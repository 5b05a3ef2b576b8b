/**
 * What stands before the text of a message in a window: when, a mark, and who;
 * as wide as that is, or so that all texts begin in one column.
 *
 * @module
 */

import { graphemes, textWidth } from "./cell_width.ts";
import { type Span, span, textOf } from "./span.ts";

/** What a head is made of. */
export interface HeadParts {
  readonly time: string;
  /** Missing where some old servers do not say who. */
  readonly author: Span | undefined;
  /** Whether the message names who reads. */
  readonly isMention: boolean;
}

/** Cells of the columns of a window in which texts are aligned. */
export interface Columns {
  readonly times: number;
  readonly names: number;
}

/** What is shown of a head: all, or what differs from the message above. */
export type HeadForm = "full" | "time" | "none";

/** Cells between the time and the name: a mark between two blanks. */
const MARK_CELLS = 3;
const COLON = ": ";
/** Says without colours that somebody names who reads. */
const MENTION_MARK = span(">", "mention");

/** Returns the column that texts begin in, from 0. */
export function textColumn({ times, names }: Columns): number {
  return times + MARK_CELLS + names + COLON.length;
}

/** Returns a head as wide as what it says. */
export function narrowHead(
  { time, author, isMention }: HeadParts,
): readonly Span[] {
  return [
    span(time, "faint"),
    span(" "),
    ...(isMention ? [MENTION_MARK, span(" ")] : []),
    ...(author ? [author, span(COLON)] : []),
  ];
}

/** Returns a head up to the column of the texts; what is too wide is wider. */
export function alignedHead(
  parts: HeadParts,
  columns: Columns,
  form: HeadForm,
): readonly Span[] {
  const { time, author, isMention } = parts;
  const all = textColumn(columns);
  if (form === "none") return [span(" ".repeat(all))];
  if (form === "time") return upTo(all, [span(time, "faint")]);
  if (!author) return upTo(all, narrowHead(parts));
  const blanks = columns.names - textWidth(author.text);
  const isTooWide = blanks < 0 || textWidth(time) > columns.times;
  if (isTooWide) return narrowHead(parts);
  return [
    span(time.padEnd(columns.times), "faint"),
    ...isMention
      ? [span(" "), MENTION_MARK, span(" ".repeat(1 + blanks))]
      : [span(" ".repeat(MARK_CELLS + blanks))],
    author,
    span(COLON),
  ];
}

/** Returns a head that is exactly as wide as the column, whatever it says. */
export function fittedHead(
  parts: HeadParts,
  columns: Columns,
  ellipsis: string,
): readonly Span[] {
  const { author } = parts;
  const time = parts.time.slice(0, columns.times);
  const fitted = author && { ...author, text: cut(author.text) };
  return alignedHead({ ...parts, time, author: fitted }, columns, "full");

  function cut(name: string): string {
    if (textWidth(name) <= columns.names) return name;
    let kept = "";
    for (const character of graphemes(name)) {
      if (textWidth(kept + character + ellipsis) > columns.names) break;
      kept += character;
    }
    return kept + ellipsis;
  }
}

function upTo(cells: number, spans: readonly Span[]): readonly Span[] {
  const missing = cells - textWidth(textOf(spans));
  return missing > 0 ? [...spans, span(" ".repeat(missing))] : spans;
}
