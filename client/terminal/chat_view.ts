/**
 * The chat on a terminal as it is drawn: once for each frame, whatever happens
 * in between; and the keys that go through it.
 *
 * @module
 */

import type { Action } from "../editing/key_bindings.ts";
import { ChatScreen, type ChatScreenOptions } from "../view/chat_screen.ts";
import type { Size } from "../view/picture.ts";
import type { ChatModel } from "./chat_model.ts";
import { FrameTimer } from "./frame_timer.ts";
import type { Screen } from "./screen.ts";

/** Options for {@linkcode ChatView}. */
export interface ChatViewOptions extends ChatScreenOptions {
  readonly model: ChatModel;
  readonly screen: Screen;
  readonly size: () => Size;
}

/** Hears what somebody does with the view. */
export interface ViewListener {
  /** Somebody wants to see more than there is further up. */
  onTop(): void;
  /** Somebody wants to see the oldest there is anywhere. */
  onOldest(): void;
  /** More was seen. */
  onSeen(): void;
  /** The program stood still, and goes on: what comes first is not seen yet. */
  onBack(): void;
}

/** A window that is being dragged gets a new size so much apart. */
const RESIZE_MS = 50;

/** Rows that one move of the wheel is worth. */
const WHEEL_ROWS = 3;

/** What an action does to the view. */
type ViewAct = (view: ChatView) => void;

/** Draws a model, and takes the keys about it. */
export class ChatView {
  readonly #options: ChatViewOptions;
  readonly #model: ChatModel;
  readonly #chatScreen: ChatScreen;
  readonly #now: () => number;
  readonly #frames = new FrameTimer(() => this.#draw());
  #listener: ViewListener | undefined;
  /** Whether somebody went up at the very top, and waits for more. */
  #isWaitingAtTop = false;
  /** Whether what comes now was said while the program stood still. */
  #isBehind = false;

  /** Prepares a view; nothing is drawn yet. */
  constructor(options: ChatViewOptions) {
    this.#options = options;
    this.#model = options.model;
    this.#chatScreen = new ChatScreen(options);
    this.#now = options.now ?? Date.now;
  }

  /** Whether what is drawn is seen, as far as that is known. */
  get isWatched(): boolean {
    return this.#model.state.isFocused !== false && !this.#isBehind &&
      !this.#frames.isPaused;
  }

  /** Whether older rows than the newest are shown. */
  get isScrolled(): boolean {
    return !this.#model.state.rooms.current.scroll.isFollowing;
  }

  /** Lets one listener hear what is done, until that is disposed. */
  listen(listener: ViewListener): Disposable {
    this.#listener = listener;
    return { [Symbol.dispose]: () => this.#listener = undefined };
  }

  /** Does what an action means here; `false` when it is none of the view's. */
  act(action: Action, key: string): boolean {
    // Where somebody has scrolled back the key leads to the end of all.
    const isEnd = action === "end-of-line" && key === "End" && this.isScrolled;
    const act = ACTS.get(isEnd ? "go-to-newest" : action);
    if (act) this.#isWaitingAtTop = false;
    act?.(this);
    return act !== undefined;
  }

  /** Notes whether the window is chosen. */
  focus(isFocused: boolean): void {
    this.#model.setFocused(isFocused);
  }

  /** Goes a page up, or rows, and asks for more at the top. */
  pageUp(rows?: number): void {
    const { scroll } = this.#model.state.rooms.current;
    const { top } = scroll.show(this.#window);
    if (!this.#model.pageUp(this.#window, rows)) return;
    const { number, row } = scroll.show(this.#window).top;
    this.#isWaitingAtTop = number === top.number && row === top.row;
    this.#listener?.onTop();
  }

  /** Older rows are there: goes up to them if somebody waits for that. */
  olderLoaded(): void {
    if (this.#model.seeksOldest) return this.toOldest();
    if (this.#isWaitingAtTop) this.#model.pageUp(this.#window);
    this.#isWaitingAtTop = false;
  }

  /** Goes a page down, or rows. */
  pageDown(rows?: number): void {
    this.#model.pageDown(this.#window, rows);
  }

  /** Goes to the first row there is, and asks for all before it. */
  toOldest(): void {
    this.#model.goToOldest(this.#window);
    this.#listener?.onOldest();
  }

  /** Goes to the newest row. */
  toNewest(): void {
    this.#model.goToNewest();
  }

  /** Goes to the oldest row that is new. */
  toUnread(): void {
    this.#model.goToUnread();
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

  /** Goes on after a standstill; nobody saw what was said meanwhile. */
  comeBack(): void {
    this.#isBehind = this.#listener !== undefined;
    this.#listener?.onBack();
    this.resume();
  }

  /** All is here that was said meanwhile. */
  caughtUp(): void {
    this.#isBehind = false;
    this.drawSoon();
  }

  /** Draws no more. */
  close(): void {
    this.#frames.pause();
  }

  get #window() {
    return this.#chatScreen.window(this.#model.state, this.#options.size());
  }

  #draw(): void {
    const size = this.#options.size();
    this.#model.settle(this.#window);
    const drawn = this.#chatScreen.draw(this.#model.state, size);
    // Who looks elsewhere has not seen what is shown.
    if (this.isWatched) {
      this.#model.markSeen(drawn.shown, this.#now());
      this.#listener?.onSeen();
    }
    this.#options.screen.draw(drawn.picture);
  }
}

const ACTS: ReadonlyMap<Action, ViewAct> = new Map<Action, ViewAct>([
  ["focus-in", (view) => view.focus(true)],
  ["focus-out", (view) => view.focus(false)],
  ["go-to-newest", (view) => view.toNewest()],
  ["go-to-oldest", (view) => view.toOldest()],
  ["go-to-unread", (view) => view.toUnread()],
  ["page-down", (view) => view.pageDown()],
  ["page-up", (view) => view.pageUp()],
  ["redraw", (view) => view.redraw()],
  ["scroll-down", (view) => view.pageDown(WHEEL_ROWS)],
  ["scroll-up", (view) => view.pageUp(WHEEL_ROWS)],
]);
