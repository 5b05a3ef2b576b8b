/**
 * A paragraph cut into the rows of a window, at words and by cells, with every
 * further row set in under the text.
 *
 * @module
 */

import {
  characterWidth,
  graphemes,
  graphemesWithin,
  isWide,
  textWidth,
} from "./cell_width.ts";
import { marginOf, type Paragraph, type Span, span, textOf } from "./span.ts";

/** A row of a window. */
export type Row = readonly Span[];

/** What is not divided unless it is longer than a row. */
interface Word {
  readonly pieces: Span[];
  readonly isSpace: boolean;
  isLink: boolean;
  width: number;
}

/**
 * Cuts a paragraph into rows of at most `columns` cells; a wide character in a
 * window of one cell stands out of it. Addresses are kept whole where they fit
 * on a row of their own.
 */
export function wrap(
  paragraph: Paragraph,
  columns: number,
): readonly Row[] {
  const { head, lines, indent } = paragraph;
  // In a narrow window the text needs the room more than the margin does, and
  // a wide character two cells of it.
  const room = Math.min(Math.floor(columns / 2), Math.max(0, columns - 2));
  const margin = marginOf(paragraph, Math.min(indent, room));
  return lines.flatMap((line, index) => {
    const isFirst = index === 0;
    const filler = new RowFiller(columns, margin, isFirst ? "" : margin);
    for (const word of wordsOf(isFirst ? [...head, ...line] : line)) {
      filler.put(word);
    }
    return filler.rows;
  });
}

/** Fills row after row with words. */
class RowFiller {
  readonly #columns: number;
  readonly #margin: string;
  readonly #rows: Span[][] = [];
  #width = 0;
  /** Whether the row holds nothing but its margin. */
  #isEmpty = true;
  /** Whether the row goes on where another was full. */
  #isFurther = false;

  constructor(columns: number, margin: string, firstMargin: string) {
    this.#columns = columns;
    this.#margin = margin;
    this.#begin(firstMargin);
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  put(word: Word): void {
    const room = this.#columns - this.#width;
    if (word.isSpace) return this.#putSpace(word, room);
    const fitsAlone = word.width <= this.#columns - this.#margin.length;
    if (word.width <= room) return word.pieces.forEach(this.#add);
    // A row behind its head alone has as much room as the next one.
    const hasMore = this.#width > this.#margin.length;
    if (hasMore && !this.#isEmpty && (fitsAlone || word.isLink)) this.#next();
    if (fitsAlone) word.pieces.forEach(this.#add);
    else this.#divide(word);
  }

  /** Blanks at which a row ends are not needed. */
  #putSpace(word: Word, room: number): void {
    if (this.#isEmpty && this.#isFurther) return;
    if (word.width <= room) word.pieces.forEach(this.#add);
    else this.#next();
  }

  #divide({ pieces }: Word): void {
    for (const piece of pieces) {
      const room = this.#columns - this.#margin.length;
      for (const text of graphemesWithin(piece.text, room)) {
        const width = characterWidth(text);
        if (this.#width + width > this.#columns && !this.#isEmpty) this.#next();
        this.#add({ ...piece, text });
      }
    }
  }

  readonly #add = (piece: Span): void => {
    const row = this.#rows.at(-1) ?? [];
    const last = row.at(-1);
    if (last && isSame(last, piece)) {
      row[row.length - 1] = { ...last, text: last.text + piece.text };
    } else row.push(piece);
    this.#width += textWidth(piece.text);
    this.#isEmpty = false;
  };

  #next(): void {
    this.#isFurther = true;
    this.#begin(this.#margin);
  }

  #begin(margin: string): void {
    this.#rows.push(margin === "" ? [] : [span(margin)]);
    this.#width = margin.length;
    this.#isEmpty = true;
  }
}

/** A word may be of several pieces: a name and the comma behind it. */
function wordsOf(line: readonly Span[]): readonly Word[] {
  const words: Word[] = [];
  for (const piece of line) {
    for (const text of piecesOf(piece)) {
      const part = { ...piece, text };
      const isSpace = text.startsWith(" ");
      const last = words.at(-1);
      const goesOn = last && !isSpace && !last.isSpace &&
        !endsWide(textOf(last.pieces)) && !beginsWide(text);
      const width = textWidth(text);
      const isLink = piece.style === "link";
      if (goesOn) {
        last.pieces.push(part);
        last.width += width;
        last.isLink ||= isLink;
      } else words.push({ pieces: [part], isSpace, isLink, width });
    }
  }
  return words;
}

/** Cuts at blanks, and around wide characters: those need none. */
function piecesOf({ text, style }: Span): readonly string[] {
  const words = text.match(/ +|[^ ]+/g) ?? [];
  if (style === "link") return words;
  return words.flatMap((word) => {
    if (textWidth(word) === word.length) return [word];
    const pieces: string[] = [];
    for (const character of graphemes(word)) {
      const last = pieces.at(-1);
      const isApart = last === undefined || beginsWide(character) ||
        endsWide(last);
      if (isApart) pieces.push(character);
      else pieces[pieces.length - 1] = last + character;
    }
    return pieces;
  });
}

function beginsWide(text: string): boolean {
  return isWide(graphemes(text.slice(0, 32))[0] ?? "");
}

function endsWide(text: string): boolean {
  return isWide(graphemes(text.slice(-32)).at(-1) ?? "");
}

function isSame(a: Span, b: Span): boolean {
  return a.style === b.style && a.who === b.who && a.href === b.href;
}
