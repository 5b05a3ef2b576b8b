/**
 * The past that comes at a login: which of it is new, and up to where all of it
 * was received.
 *
 * @module
 */

import type {
  HistoryEvent,
  PingEvent,
  WelcomeEvent,
} from "../../shared/event.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";
import type { MessageFilter } from "./message_filter.ts";

/** Marks the request whose answer comes after the history. */
const AFTER_HISTORY = "after-history";

/** The pages of one login. */
export class LoginPages {
  readonly #filter: MessageFilter;
  #seq: number | undefined;
  #hasRooms = false;
  #isOver = false;

  /** Takes who decides what is new. */
  constructor(filter: MessageFilter) {
    this.#filter = filter;
  }

  /**
   * Begins with the answer to the login.
   *
   * @returns the id of a ping to send: below version 3 the history may have no
   * page to tell its end.
   */
  welcomed({ seq, version = 1 }: WelcomeEvent): string | undefined {
    this.#seq = seq;
    this.#hasRooms = version >= ROOMS_VERSION;
    const isTold = this.#hasRooms || this.#filter.since !== undefined;
    return isTold ? undefined : AFTER_HISTORY;
  }

  /** Returns what is new of a page; nothing when all of it is known. */
  take(page: HistoryEvent): HistoryEvent | undefined {
    const { messages, changes } = this.#filter.acceptPage(page);
    this.#received(page);
    if (messages.length === 0 && changes.length === 0) return undefined;
    const { changes: _, ...event } = page;
    return {
      ...event,
      messages,
      ...(changes.length === 0 ? {} : { changes }),
    };
  }

  /** Tells whether a pong is the answer after the history. */
  isEnd({ id }: PingEvent): boolean {
    if (id !== AFTER_HISTORY || this.#isOver) return false;
    this.#isOver = true;
    this.#filter.caughtUp(this.#seq ?? 0);
    return true;
  }

  /** From version 3 on a page says itself up to where it goes. */
  #received({ more, last }: HistoryEvent): void {
    const seq = this.#hasRooms ? last : more ? undefined : this.#seq;
    if (seq !== undefined) this.#filter.caughtUp(seq);
  }
}
