/**
 * Pieces of a line, each with what it means. Knows nothing of colours, widths
 * and terminals.
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
  /** An address of the web. */
  | "link";

/** Text of one style, made safe and without line breaks. */
export interface Span {
  readonly text: string;
  readonly style: Style;
  /** Whose name it is, with the style `name`. */
  readonly who?: string;
  /** Where it leads, when a terminal may be told: see `links.ts`. */
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
