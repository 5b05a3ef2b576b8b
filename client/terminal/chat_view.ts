/**
 * The chat on a terminal: holds what is to be seen, and draws it, whatever
 * happens in between, once for each frame.
 * Knows nothing of connections and of what keys do to the line being typed.
 *
 * @module
 */

import {
  type Below,
  compose,
  divide,
  type Looks,
} from "../view/screen_layout.ts";
import { FrameTimer } from "./frame_timer.ts";
import type { Action } from "../editing/key_bindings.ts";
import { EMPTY_LINE, type Line } from "../editing/line.ts";
import type { Outgoing } from "../connection/pending.ts";
import type { Window } from "../chat/scroll_state.ts";
import type { RoomLayouts } from "../view/room_layout.ts";
import type { Room } from "../chat/room.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Screen, Size } from "./screen.ts";
import { type LinkState, statusLine } from "../view/status_line.ts";
import type { Shown } from "../chat/viewport.ts";
import type { Row } from "../view/wrap.ts";

/** Options for {@linkcode ChatView}. */
export interface ChatViewOptions extends Looks {
  readonly screen: Screen;
  readonly size: () => Size;
  readonly rooms: Rooms;
  readonly layouts: RoomLayouts;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
}

/** A window that is being dragged gets a new size so much apart. */
const RESIZE_MS = 50;

/** What an action does to the view. */
type Act = (view: ChatView) => void;

/** The parts of the picture; {@linkcode ChatView.draw} shows how they stand. */
export class ChatView {
  readonly #options: ChatViewOptions;
  readonly #now: () => number;
  readonly #frames = new FrameTimer(() => this.#draw());
  readonly #lastWords: string[] = [];
  #isFocused: boolean | undefined;
  #chatRows = 0;
  /** Stands before the line being typed. */
  prompt = "";
  /** Stands there instead, while the line is being searched for; "" for none. */
  promptOver = "";
  /** The line being typed. */
  editor: Line = EMPTY_LINE;
  /** A row above it; "" for none. */
  hint = "";
  /** What is on its way. */
  pending: readonly Outgoing[] = [];
  /** Said on the normal screen when nothing else is; "" for nothing. */
  goodbye = "";
  /** How the connection is. */
  link: LinkState = { kind: "none" };
  /** How many messages wait, where that is worth a word. */
  unsent = 0;
  /** How long the server takes to answer, where that is worth a word. */
  lagMs: number | undefined;
  /** Called when somebody wants to see more than there is further up. */
  onTop: () => void = () => {};
  /** Called after more was seen. */
  onSeen: () => void = () => {};

  /** Prepares a view; nothing is drawn yet. */
  constructor(options: ChatViewOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** What is said on the normal screen, when this one is gone. */
  get lastWords(): readonly string[] {
    return this.#lastWords;
  }

  /** Whether what is drawn is seen, as far as that is known. */
  get isWatched(): boolean {
    return this.#isFocused !== false && !this.#frames.isPaused;
  }

  /** Whether the window is chosen; missing where terminals do not tell. */
  get isFocused(): boolean | undefined {
    return this.#isFocused;
  }

  /** Does what an action means here; `false` when it is none of the view's. */
  act(action: Action, key: string): boolean {
    // Where somebody has scrolled back the key leads to the end of all.
    const isEnd = action === "end-of-line" && key === "End" && this.isScrolled;
    const act = ACTS.get(isEnd ? "go-to-newest" : action);
    act?.(this);
    if (act) this.drawSoon();
    return act !== undefined;
  }

  /** Notes whether the window is chosen. */
  focus(isFocused: boolean): void {
    this.#isFocused = isFocused;
  }

  /** Goes a page up, and asks for more at the top. */
  pageUp(): void {
    const window = this.#window;
    const { reading } = this.#room;
    reading.pageUp(window);
    const { top } = reading.show(window);
    if (top.number === window.layout.first && top.row === 0) this.onTop();
  }

  /** Goes a page down. */
  pageDown(): void {
    this.#room.reading.pageDown(this.#window);
  }

  /** Goes to the first row there is, and asks for more. */
  toOldest(): void {
    this.#room.reading.toTop(this.#window);
    this.onTop();
  }

  /** Goes to the newest row; there already, nothing is new any more. */
  toNewest(): void {
    const { reading } = this.#room;
    if (reading.isFollowing) reading.clearMarker();
    reading.toEnd();
  }

  /** Goes to the oldest row that is new. */
  toUnread(): void {
    this.#room.reading.toMarker();
  }

  /** Whether older rows than the newest are shown. */
  get isScrolled(): boolean {
    return !this.#room.reading.isFollowing;
  }

  /** Rings with the next picture. */
  ring(): void {
    this.#options.screen.ring();
    this.drawSoon();
  }

  /** Draws with the next frame, together with all that happens until then. */
  drawSoon(): void {
    this.#frames.soon();
  }

  /** Draws how everything stands now. */
  draw(): void {
    this.#frames.now();
  }

  /** The window has another size, and perhaps another one soon. */
  resized(): void {
    this.#frames.afterQuiet(RESIZE_MS);
  }

  /** Draws everything anew: something else may have been written. */
  redraw(): void {
    this.#options.screen.forget();
    this.#frames.soon();
  }

  /** Writes nothing until it goes on. */
  pause(): void {
    this.#frames.pause();
  }

  /** Goes on, and draws everything. */
  resume(): void {
    this.#options.screen.forget();
    this.#frames.resume();
  }

  /** Says something when the terminal shows the normal screen again. */
  sayAtEnd(text: string): void {
    this.#lastWords.push(text);
  }

  /** Draws no more. */
  close(): void {
    this.#frames.pause();
  }

  #draw(): void {
    const { screen, charset } = this.#options;
    const division = divide(this.#below, this.#size, charset);
    this.#chatRows = division.chat;
    const shown = this.#room.reading.show(this.#window);
    this.#saw(shown);
    const { columns } = division.size;
    const parts = {
      said: shown.rows,
      ...(division.hasStatus ? { status: this.#status(shown, columns) } : {}),
    };
    screen.draw(compose(division, parts, this.#options));
  }

  get #room(): Room {
    return this.#options.rooms.current;
  }

  get #size(): Size {
    const { columns, rows } = this.#options.size();
    return { columns: Math.max(1, columns), rows: Math.max(1, rows) };
  }

  get #window(): Window {
    const { layouts } = this.#options;
    const layout = layouts.of(this.#room, this.#size.columns);
    return { layout, height: this.#chatRows };
  }

  get #below(): Below {
    const { editor: line, hint, pending } = this;
    const prompt = this.promptOver === "" ? this.prompt : this.promptOver;
    return { prompt, line, hint, pending };
  }

  /** Who looks elsewhere has not seen what is shown. */
  #saw({ next }: Shown): void {
    if (!this.isWatched) return;
    this.#room.saw(next.number, this.#now());
    this.onSeen();
  }

  #status({ next }: Shown, columns: number): Row {
    const { rooms, charset } = this.#options;
    const room = this.#room;
    const facts = {
      room: room.name,
      people: room.people,
      link: this.link,
      unsent: this.unsent,
      lagMs: this.lagMs,
      others: rooms.activity,
      newBelow: room.newBelow(next.number),
      isScrolled: this.isScrolled,
    };
    return statusLine(facts, columns, charset);
  }
}

const ACTS: ReadonlyMap<Action, Act> = new Map<Action, Act>([
  ["focus-in", (view) => view.focus(true)],
  ["focus-out", (view) => view.focus(false)],
  ["go-to-newest", (view) => view.toNewest()],
  ["go-to-oldest", (view) => view.toOldest()],
  ["go-to-unread", (view) => view.toUnread()],
  ["page-down", (view) => view.pageDown()],
  ["page-up", (view) => view.pageUp()],
  ["redraw", (view) => view.redraw()],
]);
