/**
 * What stands in a chat as paragraphs for people. All that others wrote is
 * made safe here.
 *
 * @module
 */

import type {
  Event,
  MessageEvent,
  Origin,
  WhoisEvent,
} from "../../shared/event.ts";
import { foldName } from "../../shared/names.ts";
import { escapeUnsafeLines } from "../../shared/text.ts";
import {
  type Content,
  contentsOf,
  isBy,
  isTime,
  note,
  warning,
} from "../chat/content.ts";
import { NameFinder } from "../chat/mentions.ts";
import { type Fold, movesOf } from "../chat/presence_fold.ts";
import { Calendar } from "./calendar.ts";
import { graphemes } from "./cell_width.ts";
import { type Charset, UNICODE } from "./charset.ts";
import {
  type Columns,
  fittedHead,
  type HeadForm,
  type HeadParts,
} from "./message_head.ts";
import {
  alignedParagraph,
  lineParagraph,
  spokenParagraph,
  windowParagraph,
} from "./message_paragraph.ts";
import { placePrefix, shownName } from "./shown_name.ts";
import { type Paragraph, type Span, span } from "./span.ts";
import { markText } from "./text_marker.ts";
import { whoisWords } from "./whois_words.ts";

/**
 * Where paragraphs go: the window of a terminal, lines one after another, or
 * lines to be read aloud.
 */
export type Form = "window" | "lines" | "spoken";

/** Options for {@linkcode Renderer}. */
export interface RendererOptions {
  /** Who reads. */
  readonly me: string;
  /** @default {"lines"} */
  readonly form?: Form;
  /** Times and days in words. */
  readonly calendar?: Calendar;
  /** What can be shown. */
  readonly charset?: Charset;
}

/** Tells of a folded name whether it is somebody's, to mark it in texts. */
export type IsKnown = (foldedName: string) => boolean;

/** Where a paragraph stands. */
export interface ParagraphSetting {
  /** Tells whose names are marked in texts. */
  readonly isKnown?: IsKnown;
  /** The columns of a window in which texts are aligned. */
  readonly columns?: Columns | undefined;
  /** @default {"full"} */
  readonly head?: HeadForm;
}

/** Most characters of a time that could not be read. */
const MAX_TIMESTAMP = 19;
/** A time that could not be read begins so, or it is none. */
const LIKE_A_TIME = /^[\p{L}\p{N}]/u;
/** Cells before further rows of the client's own words. */
const SMALL_INDENT = 2;
/**
 * Stands before the client's own words where they are read aloud. No name has a
 * blank, so that nobody can be called so.
 */
const SPOKEN_MARKS = {
  info: "ktn notice: ",
  error: "ktn error: ",
} as const;

/** Turns what stands in a chat into paragraphs. */
export class Renderer {
  readonly #me: NameFinder;
  readonly #form: Form;
  readonly #calendar: Calendar;
  readonly #charset: Charset;
  readonly #parts = new WeakMap<MessageEvent, HeadParts>();

  /** Makes a renderer for one reader. */
  constructor(options: RendererOptions) {
    this.#me = new NameFinder(options.me);
    this.#form = options.form ?? "lines";
    this.#calendar = options.calendar ?? new Calendar();
    this.#charset = options.charset ?? UNICODE;
  }

  /** Returns the paragraphs of an event; some events have none. */
  render(event: Event): readonly Paragraph[] {
    return contentsOf(event, this.#me.folded)
      .map((content) => this.paragraph(content));
  }

  /** Returns how something reads. */
  paragraph(content: Content, setting: ParagraphSetting = {}): Paragraph {
    switch (content.kind) {
      case "message":
        return this.#message(content, setting);
      case "note":
        return this.#marked("info", this.#lines(content.text));
      case "warning":
        return this.#marked("error", this.#lines(content.text));
      case "members":
        return this.#members(content.names, content.count);
      case "moves":
        return this.#moves(content.moves);
      case "whois":
        return this.#whois(content);
    }
  }

  /** Returns a paragraph of the client itself. */
  note(text: string): Paragraph {
    return this.paragraph(note(text));
  }

  /** Returns a paragraph about something that went wrong. */
  warn(text: string): Paragraph {
    return this.paragraph(warning(text));
  }

  /** Tells whether somebody else names who reads. */
  isMention(event: MessageEvent): boolean {
    return this.#partsOf(event).isMention;
  }

  /** Returns the head of a message, up to the column of the texts. */
  fittedHead(event: MessageEvent, columns: Columns): readonly Span[] {
    return fittedHead(this.#partsOf(event), columns, this.#charset.ellipsis);
  }

  #message(
    event: MessageEvent,
    { isKnown = nobody, columns, head = "full" }: ParagraphSetting,
  ): Paragraph {
    const lines = this.#text(event.text, isKnown);
    const parts = this.#partsOf(event);
    switch (this.#form) {
      case "spoken":
        return spokenParagraph(parts, lines);
      case "lines":
        return lineParagraph(parts, lines);
      case "window":
        return columns
          ? alignedParagraph(parts, lines, { columns, head })
          : windowParagraph(parts, lines);
    }
  }

  /** Asked for again while the message is in the window. */
  #partsOf(event: MessageEvent): HeadParts {
    const known = this.#parts.get(event);
    if (known) return known;
    const { sender = "", text } = event;
    const isMine = isBy(event, this.#me.folded);
    const parts: HeadParts = {
      time: this.#time(event),
      author: sender === "" ? undefined : this.#author(event, isMine),
      isMention: !isMine && this.#me.isIn(text),
    };
    this.#parts.set(event, parts);
    return parts;
  }

  #author(event: MessageEvent, isMine: boolean): Span {
    const { sender = "" } = event;
    const name = shownName(sender, this.#charset.safeName(sender));
    // Where lines are only added, nothing else says in which room it was said.
    const who = this.#form === "window" ? name : placePrefix(event) + name;
    return isMine
      ? span(who, "own")
      : { text: who, style: "name", who: sender };
  }

  #time({ time, timestamp }: Origin): string {
    if (isTime(time)) return this.#calendar.clock(time);
    if (!LIKE_A_TIME.test(timestamp)) return "--:--";
    const asWritten = graphemes(this.#charset.safe(timestamp));
    return asWritten.slice(0, MAX_TIMESTAMP).join("");
  }

  #text(text: string, isKnown: IsKnown): readonly (readonly Span[])[] {
    if (this.#form !== "window") return this.#lines(text);
    return this.#safeLines(text)
      .map((line) => markText(line, { me: this.#me, isKnown }));
  }

  #lines(text: string): readonly (readonly Span[])[] {
    return this.#safeLines(text).map((line) => [span(line)]);
  }

  #safeLines(text: string): readonly string[] {
    return escapeUnsafeLines(text).map((line) => this.#charset.safe(line));
  }

  #members(names: readonly string[], count?: number): Paragraph {
    const head = count === undefined
      ? `${names.length} here: `
      : `${count} here, among them: `;
    const who = [span(head), ...this.#list(names)];
    return this.#marked("info", [who]);
  }

  #moves(moves: Fold): Paragraph {
    return this.#marked("info", [
      movesOf(moves).flatMap(({ names, did }, index) => [
        ...(index === 0 ? [] : [span("; ")]),
        ...this.#list(names),
        span(` ${did}`),
      ]),
    ]);
  }

  #whois(event: WhoisEvent): Paragraph {
    const { time = Date.now() } = event;
    const text = whoisWords(event, this.#calendar, time);
    return this.#marked("info", this.#lines(text));
  }

  #list(names: readonly string[]): readonly Span[] {
    return names.flatMap((name, index) => [
      ...(index === 0 ? [] : [span(", ")]),
      {
        text: shownName(name, this.#charset.safeName(name)),
        style: foldName(name) === this.#me.folded ? "own" : "name",
        who: name,
      } as const,
    ]);
  }

  /** The mark stands at the first line; the others are set in. */
  #marked(
    style: "info" | "error",
    lines: readonly (readonly Span[])[],
  ): Paragraph {
    const indent = SMALL_INDENT;
    if (this.#form === "spoken") {
      return { head: [span(SPOKEN_MARKS[style], style)], lines, indent };
    }
    const mark = span(style === "error" ? "!" : "*", style);
    return { head: [mark, span(" ")], lines, indent };
  }
}

/** Returns who wrote a message, and when, in full; the last one of a chat. */
export function describeLast(
  last: MessageEvent | undefined,
  calendar: Calendar,
): string {
  if (!last) return "Nothing was said yet";
  const { sender = "", time, timestamp, room, seq } = last;
  const when = isTime(time) ? calendar.full(time) : timestamp;
  const where = room === undefined ? "" : `, in ${room}`;
  const place = seq === undefined ? "" : `, number ${seq} of the server`;
  return `The last message is by ${
    shownName(sender, sender)
  }, ${when}${where}${place}`;
}

function nobody(): boolean {
  return false;
}
