/**
 * Events as lines for people: (event) -> lines. All that others wrote is made
 * safe here. Knows nothing of terminals and of where the lines go.
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
} from "../shared/event.ts";
import { foldName } from "../shared/names.ts";
import { visible, visibleLines } from "../shared/text.ts";
import { type Paint, PLAIN_PAINT } from "./colours.ts";
import { handle, type Handlers } from "./message_parser.ts";

/** Options for {@linkcode Renderer}. */
export interface RendererOptions {
  /** Who reads. */
  readonly me: string;
  /**
   * Colours.
   *
   * @default {PLAIN_PAINT}
   */
  readonly paint?: Paint;
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
  /**
   * Time zone by its IANA name.
   *
   * @default the one of this machine
   */
  readonly timeZone?: string;
}

/** Longest form of a time that could not be read. */
const MAX_TIMESTAMP = 19;

/** Turns events into lines; remembers only the day of the last message. */
export class Renderer {
  readonly #me: string;
  readonly #paint: Paint;
  readonly #days: boolean;
  readonly #clock: Intl.DateTimeFormat;
  readonly #calendar: Intl.DateTimeFormat;
  #day: string;

  /** Makes a renderer for one reader. */
  constructor(options: RendererOptions) {
    const { me, paint = PLAIN_PAINT, days = false, timeZone } = options;
    const zone = timeZone === undefined ? {} : { timeZone };
    this.#me = foldName(me);
    this.#paint = paint;
    this.#days = days;
    this.#clock = new Intl.DateTimeFormat("en-GB", {
      timeStyle: "short",
      ...zone,
    });
    this.#calendar = new Intl.DateTimeFormat("en-GB", {
      dateStyle: "full",
      ...zone,
    });
    this.#day = this.#calendar.format(options.today ?? Date.now());
  }

  /** Returns the lines of an event; some events have none. */
  render(event: Event): string[] {
    return handle(this.#handlers, event);
  }

  /** Returns lines of the client itself. */
  note(text: string): string[] {
    return marked(this.#paint.info("*"), text);
  }

  /** Returns lines about something that went wrong. */
  warn(text: string): string[] {
    return marked(this.#paint.error("!"), text);
  }

  readonly #handlers: Handlers<string[]> = {
    ack: nothing,
    error: (event: ErrorEvent) => this.warn(event.text || "Refused"),
    history: (event) => this.#history(event),
    info: (event: InfoEvent) => event.text === "" ? [] : this.note(event.text),
    message: (event) => this.#message(event),
    names: (event) => this.#names(event),
    ping: nothing,
    pong: nothing,
    presence: (event) => this.#presence(event),
    welcome: nothing,
  };

  /** Each message of the past goes the way of a message. */
  #history(event: HistoryEvent): string[] {
    if (event.messages.length === 0) return this.note("Nothing found");
    return event.messages.flatMap((message) => this.#message(message));
  }

  #message(event: MessageEvent): string[] {
    const time = this.#time(event);
    const { sender = "" } = event;
    const who = visible(sender);
    const name = foldName(sender) === this.#me
      ? this.#paint.own(who)
      : this.#paint.name(who, sender);
    const [first = "", ...more] = visibleLines(event.text);
    const head = `${this.#paint.faint(time)} ${who === "" ? "" : `${name}: `}`;
    const indent = " ".repeat(time.length + 1);
    return [
      ...this.#dayLine(event),
      head + first,
      ...more.map((line) => indent + line),
    ];
  }

  #dayLine({ time }: Origin): string[] {
    if (time === undefined || !this.#days) return [];
    const day = this.#calendar.format(time);
    if (day === this.#day) return [];
    this.#day = day;
    return [this.#paint.faint(`--- ${day} ---`)];
  }

  #time({ time, timestamp }: Origin): string {
    if (time !== undefined && isDate(time)) return this.#clock.format(time);
    return visible(timestamp).slice(0, MAX_TIMESTAMP) || "--:--";
  }

  #names({ names }: NamesEvent): string[] {
    return this.note(`${names.length} here: ${names.join(", ")}`);
  }

  /** Who reads knows of oneself. */
  #presence({ joined, left, count }: PresenceEvent): string[] {
    if (joined.length === 0 && left.length === 0) {
      return count === undefined ? [] : this.note(`${count} people are here`);
    }
    return [
      ...this.#who(joined, "joined"),
      ...this.#who(left, "left"),
    ];
  }

  #who(names: readonly string[], did: string): string[] {
    const others = names.filter((name) => foldName(name) !== this.#me);
    return others.length === 0 ? [] : this.note(`${others.join(", ")} ${did}`);
  }
}

/** The mark stands at the first line; the others are set in. */
function marked(mark: string, text: string): string[] {
  return visibleLines(text).map((line, index) =>
    index === 0 ? `${mark} ${line}` : `  ${line}`
  );
}

function nothing(): string[] {
  return [];
}

/** Tells whether a number can be shown as a time; some servers send others. */
function isDate(time: number): boolean {
  return !Number.isNaN(new Date(time).getTime());
}
