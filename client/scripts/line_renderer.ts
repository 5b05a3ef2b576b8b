/**
 * Events as lines, for where lines are only ever added: (event) -> lines.
 *
 * @module
 */

import type { Event, MessageEvent } from "../../shared/event.ts";
import { isTime } from "../chat/content.ts";
import { type Alert, alertFor, NameFinder } from "../chat/mentions.ts";
import { Calendar } from "../view/calendar.ts";
import { type Paint, PLAIN_PAINT } from "../view/colours.ts";
import {
  describeLast,
  Renderer,
  type RendererOptions,
} from "../view/render.ts";
import { type Paragraph, span, unwrapped } from "../view/span.ts";
import { wrap } from "../view/wrap.ts";

/** Options for {@linkcode LineRenderer}. */
export interface LineRendererOptions extends RendererOptions {
  /** @default {PLAIN_PAINT} */
  readonly paint?: Paint;
  /**
   * Cells of a row of the terminal where the lines go. Lines are broken here and
   * not by the terminal, so that every row says whose it is.
   *
   * @default {() => undefined} there is no terminal, lines are as long as they are
   */
  readonly columns?: () => number | undefined;
  /**
   * Whether a line stands between the messages of two days.
   *
   * @default {false}
   */
  readonly days?: boolean;
  /**
   * The day that needs no line, in milliseconds since 1970.
   *
   * @default {Date.now()}
   */
  readonly today?: number;
}

/** Turns events into lines; remembers only the last message. */
export class LineRenderer {
  readonly #renderer: Renderer;
  readonly #me: NameFinder;
  readonly #calendar: Calendar;
  readonly #paint: Paint;
  readonly #columns: () => number | undefined;
  readonly #days: boolean;
  readonly #isSpoken: boolean;
  #day: string;
  #last: MessageEvent | undefined;

  /** Makes a renderer for one reader. */
  constructor(options: LineRendererOptions) {
    const { calendar = new Calendar(), paint = PLAIN_PAINT } = options;
    this.#columns = options.columns ?? (() => undefined);
    this.#renderer = new Renderer({ ...options, calendar });
    this.#me = new NameFinder(options.me);
    this.#calendar = calendar;
    this.#paint = paint;
    this.#days = options.days ?? false;
    this.#isSpoken = options.form === "spoken";
    this.#day = calendar.day(options.today ?? Date.now());
  }

  /** Returns the lines of an event; some events have none. */
  render(event: Event): string[] {
    if (event.kind === "message") {
      this.#last = event;
      return this.#message(event);
    }
    if (event.kind === "history" && event.messages.length > 0) {
      // What was asked for is shown again.
      if (event.id === undefined) this.#last = event.messages.at(-1);
      return event.messages.flatMap((message) => this.#message(message));
    }
    return this.#renderer.render(event)
      .flatMap((paragraph) => this.#lines(paragraph));
  }

  /** Returns what somebody else said as something to listen up for. */
  alertFor(message: MessageEvent): Alert | undefined {
    return alertFor(message, this.#me);
  }

  /** Returns when the message rendered last was said, in full. */
  describeLast(): string {
    return describeLast(this.#last, this.#calendar);
  }

  /** Returns lines of the client itself. */
  note(text: string): string[] {
    return this.#lines(this.#renderer.note(text));
  }

  /** Returns lines about something that went wrong. */
  warn(text: string): string[] {
    return this.#lines(this.#renderer.warn(text));
  }

  #lines(paragraph: Paragraph): string[] {
    const columns = this.#columns();
    if (columns === undefined) return unwrapped(paragraph, this.#paint);
    return wrap(paragraph, columns)
      .map((row) => row.map(this.#paint).join(""));
  }

  #message(message: MessageEvent): string[] {
    return [
      ...this.#dayLine(message),
      ...this.#lines(this.#renderer.paragraph(message)),
    ];
  }

  #dayLine({ time }: MessageEvent): string[] {
    if (!this.#days || !isTime(time)) return [];
    const day = this.#calendar.day(time);
    if (day === this.#day) return [];
    this.#day = day;
    if (this.#isSpoken) return this.note(day);
    return [this.#paint(span(`--- ${day} ---`, "faint"))];
  }
}
