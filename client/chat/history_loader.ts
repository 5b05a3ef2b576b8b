/**
 * What was said before everything that is told: asked for page by page, when
 * somebody scrolls there, or when there is unread among it.
 * Knows nothing of connections and drawing.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import type { Transcript } from "./transcript.ts";

/** Options for {@linkcode Backlog}. */
export interface BacklogOptions {
  readonly transcript: Transcript;
  /** Sends a request; returns the id its answer carries, if it could be sent. */
  readonly ask: (request: Request) => string | undefined;
}

/** Messages that somebody who scrolls gets at once. */
const PAGE = 200;
/** Messages asked for at once while there is unread further up. */
const UNREAD_PAGE = 1000;
/** Most pages of those; older ones come when somebody scrolls there. */
const MAX_UNREAD_PAGES = 2;

/** The past of a chat. */
export class Backlog {
  readonly #options: BacklogOptions;
  /** The id of the request that waits for its answer. */
  #id: string | undefined;
  #isLanding = false;
  #unreadPages = 0;
  #isWhole = false;

  /** Asks for nothing yet. */
  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  /** Asks for a page more, unless one is on its way or there is none. */
  more(): void {
    this.#isLanding = false;
    this.#ask(PAGE);
  }

  /** Goes to the oldest unread message, asking for more while it is further up. */
  land(): void {
    const { transcript } = this.#options;
    transcript.land();
    this.#isLanding = transcript.isUnreadFurtherUp &&
      this.#unreadPages++ < MAX_UNREAD_PAGES;
    if (this.#isLanding) this.#ask(UNREAD_PAGE);
  }

  /** The connection was lost, and with it what was asked for. */
  reset(): void {
    this.#id = undefined;
    this.#isWhole = false;
  }

  /** Takes an event if it is the answer; tells whether it was. */
  take(event: Event): boolean {
    const isAnswer = "id" in event && event.id !== undefined &&
      event.id === this.#id;
    if (!isAnswer) return false;
    this.#id = undefined;
    // A refusal says that there is nothing to be had.
    const found = event.kind === "history" ? event.messages.length : 0;
    this.#isWhole = found === 0;
    if (event.kind === "history") this.#options.transcript.older(event);
    if (this.#isLanding) this.land();
    return true;
  }

  #ask(limit: number): void {
    const before = this.#options.transcript.oldestSeq;
    if (this.#id !== undefined || this.#isWhole || before === undefined) return;
    this.#id = this.#options.ask({ request: "history", before, limit });
  }
}
