/**
 * What was said before all that stands in a room, as somebody on a terminal
 * goes there.
 *
 * @module
 */

import type { HistoryLoader } from "../chat/history_loader.ts";
import { HistoryLoaders } from "../chat/history_loaders.ts";
import type { Room } from "../chat/room.ts";
import type { Transcript } from "../chat/transcript.ts";
import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import type { ChatModel } from "./chat_model.ts";
import type { ChatView } from "./chat_view.ts";

/** Options for {@linkcode EarlierMessages}. */
export interface EarlierMessagesOptions {
  readonly model: ChatModel;
  readonly view: ChatView;
  readonly transcript: Transcript;
  /** Sends a request; returns the id its answer carries, if it could be sent. */
  readonly ask: (request: Request) => string | undefined;
}

/** Loads it into the room that is looked at, and says how that stands. */
export class EarlierMessages {
  readonly #options: EarlierMessagesOptions;
  readonly #loaders: HistoryLoaders;

  /** Asks for nothing yet. */
  constructor(options: EarlierMessagesOptions) {
    this.#options = options;
    this.#loaders = new HistoryLoaders(options);
  }

  /** Asks for an older page. */
  loadOlder(): void {
    this.#with((loader) => loader.loadOlder());
  }

  /** Asks for as much as one page can hold. */
  loadMany(): void {
    this.#with((loader) => loader.loadMany());
  }

  /** Goes to the oldest unread message. */
  jumpToFirstUnread(): void {
    this.#with((loader) => loader.jumpToFirstUnread());
  }

  /** Asks for what is missing in a room that somebody begins to look at. */
  fill(room: Room): void {
    const past = this.#options.transcript.pastOf(room);
    this.#with((loader) => {
      if (past.hasOlderUnread) loader.jumpToFirstUnread();
      else if (past.oldestSeq === undefined) loader.loadOlder();
    });
  }

  /** Says how it stands in another room. */
  show(): void {
    this.#with(() => {});
  }

  /** Takes an event if it is an answer; returns whether it was. */
  take(event: Event): boolean {
    const { model, view } = this.#options;
    const room = this.#loaders.take(event);
    if (!room) return false;
    const isSeen = room === model.state.rooms.current;
    this.#with(() => isSeen && view.olderLoaded());
    return true;
  }

  /** The connection was lost, and with it what was asked for. */
  reset(): void {
    this.#with(() => this.#loaders.reset());
  }

  #with(act: (loader: HistoryLoader) => void): void {
    const { model } = this.#options;
    const loader = this.#loaders.of(model.state.rooms.current);
    act(loader);
    model.setEarlier(loader.earlier);
  }
}
