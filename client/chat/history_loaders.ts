/**
 * The loaders of all rooms: each room has a past of its own.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import { HistoryLoader } from "./history_loader.ts";
import type { Room } from "./room.ts";
import type { Transcript } from "./transcript.ts";

/** Options for {@linkcode HistoryLoaders}. */
export interface HistoryLoadersOptions {
  readonly transcript: Transcript;
  /** Sends a request; returns the id its answer carries, if it could be sent. */
  readonly ask: (request: Request) => string | undefined;
}

/** Finds the loader of a room. */
export class HistoryLoaders {
  readonly #options: HistoryLoadersOptions;
  readonly #loaders = new Map<Room, HistoryLoader>();

  /** Begins without any. */
  constructor(options: HistoryLoadersOptions) {
    this.#options = options;
  }

  /** Returns the loader of a room. */
  of(room: Room): HistoryLoader {
    const known = this.#loaders.get(room);
    if (known) return known;
    const { transcript, ask } = this.#options;
    const loader = new HistoryLoader({ past: transcript.pastOf(room), ask });
    this.#loaders.set(room, loader);
    return loader;
  }

  /** Takes an event if it answers one of them; returns the room it is about. */
  take(event: Event): Room | undefined {
    for (const [room, loader] of this.#loaders) {
      if (loader.take(event)) return room;
    }
    return undefined;
  }

  /** The connection was lost, and with it what was asked for. */
  reset(): void {
    for (const loader of this.#loaders.values()) loader.reset();
  }

  /** Forgets the loader of a room that is gone. */
  forget(room: Room): void {
    this.#loaders.delete(room);
  }
}
