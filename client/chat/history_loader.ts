/**
 * What was said before everything that stands here: asked for page by page,
 * when somebody scrolls there, or when there is unread among it.
 *
 * @module
 */

import { entriesOf } from "../../shared/entry_event.ts";
import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import type { RoomPast } from "./room_past.ts";
import { fieldsOf } from "./target_fields.ts";

/** Options for {@linkcode HistoryLoader}. */
export interface HistoryLoaderOptions {
  /** Whose past is loaded. */
  readonly past: RoomPast;
  /** Sends a request; returns the id its answer carries, if it could be sent. */
  readonly ask: (request: Request) => string | undefined;
}

/** Messages that somebody who scrolls gets at once. */
const PAGE = 200;
/** Messages asked for at once on the way to what is far up. */
const MANY = 1000;
/** Most pages of those: more than a scrollback holds. */
const MAX_UNREAD_PAGES = 12;

/** What there is before everything that stands here. */
export type EarlierHistory =
  /** More, as far as that is known. */
  | "more"
  /** It is on its way. */
  | "loading"
  /** Nothing: it begins here. */
  | "nothing"
  /** More than there is room for. */
  | "full";

/** Loads the history of one room. */
export class HistoryLoader {
  readonly #options: HistoryLoaderOptions;
  /** The id of the request that waits for its answer. */
  #id: string | undefined;
  #isJumping = false;
  #unreadPages = 0;
  #isWhole = false;

  /** Asks for nothing yet. */
  constructor(options: HistoryLoaderOptions) {
    this.#options = options;
  }

  /** What there is before everything that stands here. */
  get earlier(): EarlierHistory {
    if (this.#id !== undefined) return "loading";
    if (this.#isWhole) return "nothing";
    return this.#options.past.isFull ? "full" : "more";
  }

  /** Asks for an older page, unless one is on its way or there is none. */
  loadOlder(): void {
    this.#ask(PAGE);
  }

  /** Asks for as much as one page can hold, for who goes to the beginning. */
  loadMany(): void {
    this.#ask(MANY);
  }

  /** Goes to the oldest unread message, asking for more while it is further up. */
  jumpToFirstUnread(): void {
    const { past } = this.#options;
    past.jumpToFirstUnread();
    this.#isJumping = past.hasOlderUnread && !past.isFull &&
      this.#unreadPages++ < MAX_UNREAD_PAGES;
    if (this.#isJumping) this.#ask(MANY);
  }

  /** The connection was lost, and with it what was asked for. */
  reset(): void {
    this.#id = undefined;
    this.#isWhole = false;
  }

  /** Takes an event if it is the answer; returns whether it was. */
  take(event: Event): boolean {
    const isAnswer = "id" in event && event.id !== undefined &&
      event.id === this.#id;
    if (!isAnswer) return false;
    this.#id = undefined;
    this.#isWhole = isEnd(event);
    const { past } = this.#options;
    const hadOlder = past.hasOlderUnread;
    if (this.#isWhole) past.noteBeginning();
    if (event.kind === "history") past.prepend(event);
    if (this.#isJumping || hadOlder) this.jumpToFirstUnread();
    return true;
  }

  #ask(limit: number): void {
    const { past, ask } = this.#options;
    const { before, room: { target } } = past;
    if (this.earlier !== "more" || before === undefined) return;
    const where = fieldsOf(target);
    this.#id = ask({ request: "history", before, limit, ...where });
  }
}

/**
 * A refusal says that there is nothing to be had; so does an empty page, unless
 * it says that there is more.
 */
function isEnd(event: Event): boolean {
  if (event.kind !== "history") return true;
  const { more, first } = event;
  const hasMore = more && first !== undefined;
  return entriesOf(event).length === 0 && !hasMore;
}
