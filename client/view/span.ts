/**
 * Pieces of a line, each with what it means, and paragraphs of them before
 * they are cut into the rows of a window.
 *
 * @module
 */

/** What a piece of a line is; how that looks is up to the paint. */
export type Style =
  /** Ordinary text. */
  | "plain"
  /** Times, days and what is still on its way. */
  | "faint"
  /** The client's own words. */
  | "info"
  /** What went wrong. */
  | "error"
  /** One's own name as an author. */
  | "own"
  /** Somebody else's name, as an author or in a text. */
  | "name"
  /** One's own name in somebody else's text, and the mark of such a line. */
  | "mention"
  /** What is for one person only. */
  | "private"
  /** An address of the web. */
  | "link";

/** Text of one style, made safe and without line breaks. */
export interface Span {
  readonly text: string;
  readonly style: Style;
  /** Whose name it is, with the style `name`. */
  readonly who?: string;
  /** Where it leads, if it may be a link of the terminal: see `links.ts`. */
  readonly href?: string;
}

/** Returns a piece of text in one style. */
export function span(text: string, style: Style = "plain"): Span {
  return { text, style };
}

/** Returns the text of pieces, without their styles. */
export function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join("");
}

/** A paragraph: a head such as a time and a name, and lines beside it. */
export interface Paragraph {
  /** Stands before the first line. */
  readonly head: readonly Span[];
  /** At least one line; each without line breaks. */
  readonly lines: readonly (readonly Span[])[];
  /** Cells before every further row. */
  readonly indent: number;
  /** The last of those cells: a sign that the row goes on what is above. */
  readonly mark?: string;
}

/** Returns what stands before a further row, in so many cells. */
export function marginOf(
  { mark = "" }: Pick<Paragraph, "mark">,
  cells: number,
): string {
  return mark.slice(0, cells).padStart(cells);
}

/** Returns a paragraph as lines as long as they are; `paint` colours pieces. */
export function unwrapped(
  paragraph: Paragraph,
  paint: (span: Span) => string,
): string[] {
  const { head, lines, indent } = paragraph;
  const margin = marginOf(paragraph, indent);
  return lines.map((line, index) =>
    [...(index === 0 ? head : []), ...line].map(paint)
      .reduce((text, piece) => text + piece, index === 0 ? "" : margin)
  );
}
