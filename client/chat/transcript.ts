/**
 * What is told to one person, room by room: events in, paragraphs into the
 * scrollback, with the mark above what is new.
 * Knows nothing of connections, windows and colours.
 *
 * @module
 */

import type {
  Event,
  HistoryEvent,
  MessageEvent,
  PresenceEvent,
  WelcomeEvent,
} from "../../shared/event.ts";
import type { Alert } from "./alert.ts";
import { Calendar, isTime } from "../view/calendar.ts";
import type { Charset } from "../view/charset.ts";
import { type JoinChoice, worthTelling } from "./join_filter.ts";
import { describeLast } from "../view/message_details.ts";
import { lengthOf, type Paragraph } from "../view/paragraph.ts";
import { type Fold, fold, MAX_FOLDED, NOBODY } from "./presence_fold.ts";
import type { ReadPosition } from "../files/read_marker.ts";
import { Renderer } from "../view/render.ts";
import type { Room } from "./room.ts";
import type { Rooms } from "./rooms.ts";
import type { Told } from "./told.ts";
import { markFrom, markMissed, markUnread } from "./unread.ts";

/** Options for {@linkcode Transcript}. */
export interface TranscriptOptions {
  /** Who reads. */
  readonly me: string;
  readonly rooms: Rooms;
  readonly calendar?: Calendar;
  readonly charset?: Charset;
  /** @default {"smart"} */
  readonly joins?: JoinChoice;
  /** How far was read in an earlier run. */
  readonly position?: ReadPosition | undefined;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
}

/** Comings and goings that the next ones are gathered with. */
interface OpenFold {
  readonly moves: Fold;
  readonly room: Room;
  /** Number of their paragraph. */
  readonly number: number;
}

/** Tells one person what happens. */
export class Transcript {
  readonly #options: TranscriptOptions;
  readonly #renderer: Renderer;
  readonly #calendar: Calendar;
  readonly #now: () => number;
  #fold: OpenFold | undefined;
  #log: string | undefined;
  #hasOneLog = true;
  #lastMessage: MessageEvent | undefined;
  /** When the connection was lost, until what was missed is told. */
  #awaySince: number | undefined;
  /** Whether somebody looks at the window now, as far as that is known. */
  isWatched = true;

  /** Begins to tell; nothing is told yet. */
  constructor(options: TranscriptOptions) {
    const { me, rooms, charset, now = Date.now } = options;
    const calendar = options.calendar ?? new Calendar();
    this.#options = options;
    this.#calendar = calendar;
    this.#now = now;
    this.#renderer = new Renderer({
      me,
      form: "window",
      isKnown: (name) => rooms.current.knows(name),
      calendar,
      ...(charset ? { charset } : {}),
    });
  }

  /** How far was read, where the server numbers what is said. */
  get position(): ReadPosition | undefined {
    const { reading, readSeq: seq } = this.#room;
    if (this.#log === undefined || seq === undefined) return undefined;
    return { log: this.#log, seq, time: reading.readAt };
  }

  /**
   * The oldest place in the server's order that is told here; missing where
   * that is in another log than the server has now.
   */
  get oldestSeq(): number | undefined {
    if (!this.#hasOneLog) return undefined;
    const { scrollback } = this.#room;
    for (let at = scrollback.first; at < scrollback.end; at++) {
      const seq = scrollback.at(at)?.said?.seq;
      if (seq !== undefined) return seq;
    }
    return undefined;
  }

  /** Whether there is unread from before what is told here, and room for it. */
  get isUnreadFurtherUp(): boolean {
    const position = this.#earlier;
    const { oldestSeq } = this;
    return position !== undefined && oldestSeq !== undefined &&
      oldestSeq > position.seq + 1 && !this.#room.scrollback.isFull;
  }

  /** Returns when the message that was told last was said, in full. */
  describeLast(): string {
    return describeLast(this.#lastMessage, this.#calendar);
  }

  /** Tells a text of the client itself. */
  note(text: string): void {
    this.#append(this.#renderer.note(text));
  }

  /** Tells what is wrong. */
  warn(text: string): void {
    this.#append(this.#renderer.warn(text));
  }

  /** Tells what the server said; returns what may be worth a sound. */
  tell(event: Event): Alert | undefined {
    switch (event.kind) {
      case "history":
        return this.#history(event);
      case "message":
        return this.#message(event);
      case "names":
        this.here(event.names);
        return this.#show(event);
      case "presence":
        return this.#presence(event);
      case "welcome":
        return this.#meet(event);
      default:
        return this.#show(event);
    }
  }

  /** Notes who is there without telling it. */
  here(names: readonly string[]): void {
    this.#room.are(names);
  }

  /** Notes that the connection was lost: what comes after was missed. */
  wentAway(): void {
    this.#awaySince ??= this.#now();
  }

  /** Tells what was said before everything else; returns how much it was. */
  older({ messages }: HistoryEvent): number {
    const room = this.#room;
    const { scrollback } = room;
    const before = scrollback.first;
    scrollback.prepend(messages.map((each) => this.#said(room, each)));
    return before - scrollback.first;
  }

  /** Goes to the oldest message that was not read in an earlier run. */
  land(): void {
    if (this.#earlier) markUnread(this.#room, this.#earlier);
  }

  get #room(): Room {
    return this.#options.rooms.current;
  }

  #roomOf({ room = "" }: MessageEvent): Room {
    return this.#options.rooms.named(room);
  }

  /** How far was read in an earlier run, if that was in this log. */
  get #earlier(): ReadPosition | undefined {
    const { position } = this.#options;
    return position?.log === this.#log ? position : undefined;
  }

  #meet({ rooms: names, log }: WelcomeEvent): undefined {
    const { rooms } = this.#options;
    const isOther = this.#log !== undefined && log !== this.#log;
    this.#hasOneLog &&= !isOther;
    this.#log = log;
    if (isOther) rooms.list.forEach((room) => room.beginAnew());
    for (const name of names) rooms.named(name);
  }

  #show(event: Event): undefined {
    for (const paragraph of this.#renderer.render(event)) {
      this.#append(paragraph);
    }
  }

  #append(paragraph: Paragraph): void {
    this.#room.scrollback.append(this.#toldNow(paragraph));
  }

  #toldNow(paragraph: Paragraph): Told {
    return {
      time: this.#now(),
      size: lengthOf(paragraph),
      paragraph: () => paragraph,
    };
  }

  #message(event: MessageEvent): Alert | undefined {
    const room = this.#roomOf(event);
    const isCurrent = room === this.#room;
    const told = this.#said(room, event);
    const alert = this.#renderer.alertFor({ ...event, room: room.name });
    this.#lastMessage = event;
    if (alert) {
      const isSeen = isCurrent && this.isWatched && room.reading.isFollowing;
      if (!isSeen) markFrom(room, room.scrollback.end, room.reading.readAt);
      if (!isCurrent) room.missed(alert.isMention);
    }
    room.scrollback.append(told);
    return alert;
  }

  #said(room: Room, event: MessageEvent): Told {
    const { sender = "", text, time, seq } = event;
    if (isTime(time)) room.spoke(sender, time);
    const isMine = this.#renderer.isMine(event);
    return {
      ...(isTime(time) ? { time } : {}),
      said: seq === undefined ? { isMine } : { isMine, seq },
      size: sender.length + text.length,
      paragraph: () => this.#renderer.message(event),
    };
  }

  /** What was asked for has an id; all other is news, however old. */
  #history(event: HistoryEvent): undefined {
    const room = this.#room;
    if (event.id !== undefined && event.messages.length === 0) {
      return this.#show(event);
    }
    const from = room.scrollback.end;
    for (const message of event.messages) {
      const target = event.id === undefined ? this.#roomOf(message) : room;
      target.scrollback.append(this.#said(target, message));
    }
    if (event.id !== undefined) return;
    this.#lastMessage = event.messages.at(-1) ?? this.#lastMessage;
    if (this.#awaySince !== undefined) markMissed(room, from, this.#awaySince);
    else this.land();
    if (!event.more) this.#awaySince = undefined;
  }

  /** Comings and goings are one sentence until somebody says something. */
  #presence({ room: name, joined, left, count }: PresenceEvent): undefined {
    const room = this.#options.rooms.named(name);
    room.moved(joined, left, count);
    const { joins: choice = "smart" } = this.#options;
    const policy = { choice, room, now: this.#now() };
    const [came = [], went = []] = [joined, left].map((names) =>
      worthTelling(names, policy)
    );
    const last = this.#lastFold(room);
    const moves = fold(last?.moves ?? NOBODY, came, went);
    const paragraph = this.#renderer.moves(moves);
    if (!paragraph) return;
    const told = this.#toldNow(paragraph);
    if (last) room.scrollback.replaceLast(told);
    else room.scrollback.append(told);
    this.#fold = { moves, room, number: room.scrollback.end - 1 };
  }

  #lastFold(room: Room): OpenFold | undefined {
    const last = this.#fold;
    const isLast = last?.room === room &&
      last.number === room.scrollback.end - 1;
    return isLast && last.moves.size < MAX_FOLDED ? last : undefined;
  }
}
