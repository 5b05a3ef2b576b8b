/**
 * Events as paragraphs for people: (event) -> paragraphs. All that others wrote
 * is made safe here. Knows nothing of windows, colours and of where the
 * paragraphs go.
 *
 * @module
 */

import type {
  ErrorEvent,
  Event,
  HistoryEvent,
  InfoEvent,
  MessageEvent,
  NamesEvent,
  Origin,
  PresenceEvent,
} from "../../shared/event.ts";
import { foldName } from "../../shared/names.ts";
import { visibleLines } from "../../shared/text.ts";
import { Calendar, isTime } from "./calendar.ts";
import { graphemes, textWidth } from "./cell_width.ts";
import { type Charset, UNICODE } from "./charset.ts";
import { handle, type Handlers } from "../connection/message_parser.ts";
import type { Paragraph } from "./paragraph.ts";
import { type Fold, fold, movesOf, NOBODY } from "../chat/presence_fold.ts";
import type { Alert } from "../chat/alert.ts";
import { type Span, span, textOf } from "./span.ts";
import { TextMarker } from "./text_marker.ts";

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
  /** Tells of a folded name whether it is somebody's, to mark it in texts. */
  readonly isKnown?: (foldedName: string) => boolean;
}

/** Most characters of a time that could not be read. */
const MAX_TIMESTAMP = 19;
/** Says without colours that somebody names who reads. */
const MENTION_MARK: readonly Span[] = [span(">", "mention"), span(" ")];

/** Turns events into paragraphs. */
export class Renderer {
  readonly #me: string;
  readonly #form: Form;
  readonly #calendar: Calendar;
  readonly #charset: Charset;
  readonly #marker: TextMarker;

  /** Makes a renderer for one reader. */
  constructor(options: RendererOptions) {
    this.#me = foldName(options.me);
    this.#form = options.form ?? "lines";
    this.#calendar = options.calendar ?? new Calendar();
    this.#charset = options.charset ?? UNICODE;
    const { me, isKnown = () => false } = options;
    this.#marker = new TextMarker({ me, isKnown });
  }

  /** Returns the paragraphs of an event; some events have none. */
  render(event: Event): readonly Paragraph[] {
    return handle(this.#handlers, event);
  }

  /** Returns how a message reads. */
  message(event: MessageEvent): Paragraph {
    const isMine = this.isMine(event);
    const isMention = !isMine && this.#marker.namesMe(event.text);
    const head = this.#head(event, isMine, isMention);
    const lines = this.#text(event.text);
    return { head, lines, indent: this.#indent(head) };
  }

  /** Tells whether who reads has said something. */
  isMine({ sender = "" }: MessageEvent): boolean {
    return foldName(sender) === this.#me;
  }

  /** Returns what somebody else said as something to listen up for. */
  alertFor({ sender = "", room = "", text }: MessageEvent): Alert | undefined {
    if (foldName(sender) === this.#me) return undefined;
    return { room, sender, text, isMention: this.#marker.namesMe(text) };
  }

  /** Returns a paragraph of the client itself. */
  note(text: string): Paragraph {
    return this.#marked("info", this.#lines(text));
  }

  /** Returns a paragraph about something that went wrong. */
  warn(text: string): Paragraph {
    return this.#marked("error", this.#lines(text));
  }

  /** Returns a paragraph about who came and left, if anybody did. */
  moves(moves: Fold): Paragraph | undefined {
    const others = movesOf(
      new Map(
        [...moves].filter(([folded]) => folded !== this.#me),
      ),
    );
    if (others.length === 0) return undefined;
    return this.#marked("info", [
      others.flatMap(({ names, did }, index) => [
        ...(index === 0 ? [] : [span("; ")]),
        ...this.#list(names),
        span(` ${did}`),
      ]),
    ]);
  }

  readonly #handlers: Handlers<readonly Paragraph[]> = {
    ack: nothing,
    error: (event: ErrorEvent) => [this.warn(event.text || "Refused")],
    history: (event) => this.#history(event),
    info: ({ text }: InfoEvent) => text === "" ? [] : [this.note(text)],
    message: (event) => [this.message(event)],
    names: (event) => [this.#names(event)],
    ping: nothing,
    pong: nothing,
    presence: (event) => this.#presence(event),
    welcome: nothing,
  };

  /** Each message of the past goes the way of a message. */
  #history({ messages }: HistoryEvent): readonly Paragraph[] {
    if (messages.length === 0) return [this.note("Nothing found")];
    return messages.map((message) => this.message(message));
  }

  #head(event: Origin, isMine: boolean, isMention: boolean): readonly Span[] {
    const { sender = "" } = event;
    const who = this.#charset.safeName(sender);
    const author: Span = isMine
      ? span(who, "own")
      : { text: who, style: "name", who: sender };
    if (this.#form === "spoken") {
      return [author, span(isMention ? " names you: " : ": ")];
    }
    return [
      span(this.#time(event), "faint"),
      span(" "),
      ...(isMention && this.#form === "window" ? MENTION_MARK : []),
      ...(who === "" ? [] : [author, span(": ")]),
    ];
  }

  /** Lines of a stream have the form that scripts know. */
  #indent(head: readonly Span[]): number {
    if (this.#form === "spoken") return 0;
    const before = this.#form === "window" ? head : head.slice(0, 2);
    return textWidth(textOf(before));
  }

  #time({ time, timestamp }: Origin): string {
    if (isTime(time)) return this.#calendar.clock(time);
    const asWritten = graphemes(this.#charset.safe(timestamp));
    return asWritten.slice(0, MAX_TIMESTAMP).join("") || "--:--";
  }

  #text(text: string): readonly (readonly Span[])[] {
    if (this.#form !== "window") return this.#lines(text);
    return this.#safeLines(text).map((line) => this.#marker.mark(line));
  }

  #lines(text: string): readonly (readonly Span[])[] {
    return this.#safeLines(text).map((line) => [span(line)]);
  }

  #safeLines(text: string): readonly string[] {
    return visibleLines(text).map((line) => this.#charset.safe(line));
  }

  #names({ names }: NamesEvent): Paragraph {
    const who = [span(`${names.length} here: `), ...this.#list(names)];
    return this.#marked("info", [who]);
  }

  #list(names: readonly string[]): readonly Span[] {
    return names.flatMap((name, index) => [
      ...(index === 0 ? [] : [span(", ")]),
      {
        text: this.#charset.safeName(name),
        style: foldName(name) === this.#me ? "own" : "name",
        who: name,
      } as const,
    ]);
  }

  #presence({ joined, left, count }: PresenceEvent): readonly Paragraph[] {
    if (joined.length > 0 || left.length > 0) {
      const moves = this.moves(fold(NOBODY, joined, left));
      return moves ? [moves] : [];
    }
    if (count === undefined) return [];
    return [this.note(`${count} people are here`)];
  }

  /** The mark stands at the first line; the others are set in. */
  #marked(
    style: "info" | "error",
    lines: readonly (readonly Span[])[],
  ): Paragraph {
    if (this.#form === "spoken") {
      const head = style === "error" ? [span("Error: ", style)] : [];
      return { head, lines, indent: 0 };
    }
    const mark = span(style === "error" ? "!" : "*", style);
    return { head: [mark, span(" ")], lines, indent: 2 };
  }
}

function nothing(): readonly Paragraph[] {
  return [];
}
