/**
 * The reading of some conversations in one session: getting into the rooms,
 * then the past, then what comes.
 *
 * @module
 */

import type {
  EntryEvent,
  Event,
  LeftEvent,
  WelcomeEvent,
} from "../../shared/event.ts";
import type { Connection } from "../connection/connection.ts";
import { isIn, needsOf } from "../connection/conversation.ts";
import { EXIT } from "../connection/exit_code.ts";
import { enterRooms } from "./entrance.ts";
import { LostError, type MergeBegin } from "./page_merge.ts";
import { PageRequests, RefusedPageError } from "./page_requests.ts";
import { RoomsReader, type RoomsReaderOptions } from "./rooms_reader.ts";

/** Options for {@linkcode RoomsSession}. */
export interface RoomsSessionOptions extends Omit<RoomsReaderOptions, "ask"> {
  readonly connection: Connection;
}

/** How the reading of the past ended. */
export type PastRead =
  /** What comes is given as it comes. */
  | { readonly kind: "done" }
  /** The connection was lost; all is to be done again. */
  | { readonly kind: "lost" }
  | { readonly kind: "refused"; readonly text: string; readonly code: number };

const LOST: PastRead = { kind: "lost" };

/** Reads conversations in one session. */
export class RoomsSession {
  readonly #options: RoomsSessionOptions;
  readonly #pages = new PageRequests();
  readonly #reader: RoomsReader;

  /** Holds what comes until {@linkcode RoomsSession.run} has read the past. */
  constructor(options: RoomsSessionOptions) {
    this.#options = options;
    this.#reader = new RoomsReader({
      ...options,
      ask: (request) => this.#pages.ask(options.connection, request),
    });
  }

  /** Joins, and reads what is stored. */
  async run(welcome: WelcomeEvent, begin: MergeBegin): Promise<PastRead> {
    const { connection, targets } = this.#options;
    const rooms = targets.flatMap((target) => needsOf(target).rooms);
    const entered = await enterRooms(
      rooms,
      welcome,
      (request) => connection.request(request),
    );
    switch (entered.kind) {
      case "in":
        return await this.#read(begin, welcome.seq ?? 0);
      case "lost":
        return LOST;
      case "old":
        return refused(entered.text, EXIT.stranger);
      case "refused":
        return refused(entered.error.text, EXIT.refused);
    }
  }

  /** Takes an event; tells whether it is an answer of this session. */
  take(event: Event, payload: unknown): boolean {
    if (this.#pages.take(event, payload)) return true;
    if (isEntry(event) && event.seq !== undefined) {
      this.#reader.take({ seq: event.seq, event, payload });
    }
    return false;
  }

  /** Tells whether nothing is left to read when one has left a room. */
  isEnd({ room }: LeftEvent): boolean {
    const { targets } = this.#options;
    return targets.every((target) => isIn(target, { room }));
  }

  /** The connection is lost. */
  lose(): void {
    this.#pages.lose();
  }

  async #read(begin: MergeBegin, stood: number): Promise<PastRead> {
    try {
      await this.#reader.read(begin, stood);
      return { kind: "done" };
    } catch (error) {
      if (error instanceof LostError) return LOST;
      if (!(error instanceof RefusedPageError)) throw error;
      return refused(error.message, EXIT.refused);
    }
  }
}

/** Tells whether an event has a place in the order. */
export function isEntry(event: Event): event is EntryEvent {
  return event.kind === "message" || event.kind === "topic" ||
    event.kind === "room_changed";
}

function refused(text: string, code: number): PastRead {
  return { kind: "refused", text, code };
}
