/**
 * What is over ends now and then: rooms that are empty, guests that cannot come
 * back, tokens, invitations, and what was said where nothing is kept.
 *
 * @module
 */

import { ChatError } from "../shared/errors.ts";
import type { Directory } from "./directory/directory.ts";
import { roomConversation, type RoomState } from "./directory/room.ts";
import type { Log } from "./log/log.ts";

/** So often it is looked for. */
export const UPKEEP_MS = 60_000;

/** What is looked through. */
export interface UpkeepParts {
  readonly directory: Directory;
  readonly log: Pick<Log, "erase" | "lastOf">;
  /**
   * Who is here: the tokens of links that are there stay good. And up to which
   * seq nobody may read on in rooms without a history.
   */
  readonly chat: {
    readonly logAge: { readonly old: number };
    readonly people: {
      all(): Iterable<{
        readonly identity: number;
        readonly links: ReadonlyMap<number, unknown>;
      }>;
    };
  };
  readonly onBug: (error: unknown) => void;
}

/** Looks for what is over. */
export class Upkeep {
  readonly #parts: UpkeepParts;
  #nextAt = UPKEEP_MS;
  #isRunning = false;
  #erased = 0;

  /** Takes what is looked through. */
  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  /** Looks when it is time; `now` is on the clock of deadlines. */
  tick(now: number): void {
    if (now < this.#nextAt || this.#isRunning) return;
    this.#nextAt = now + UPKEEP_MS;
    void this.run();
  }

  /** Ends what is over. */
  async run(): Promise<void> {
    this.#isRunning = true;
    try {
      await this.#keepTokens();
      await this.#erase(this.#parts.chat.logAge.old);
      const used = await this.#usedRooms();
      await this.#parts.directory.expire((room) => used.has(room.number));
    } catch (error) {
      // What cannot be stored now is tried again at the next time.
      if (!(error instanceof ChatError)) this.#parts.onBug(error);
    } finally {
      this.#isRunning = false;
    }
  }

  async #keepTokens(): Promise<void> {
    const { directory, chat } = this.#parts;
    await Promise.all(
      Array.from(
        chat.people.all(),
        ({ identity, links }) =>
          directory.linksAreThere(identity, new Set(links.keys())),
      ),
    );
  }

  /** What rooms without a history do not keep is in no file either. */
  async #erase(upTo: number): Promise<void> {
    if (upTo <= this.#erased) return;
    const { directory: { rooms }, log } = this.#parts;
    for (const room of [...rooms.all()]) {
      if (room.history === "none") {
        await log.erase(roomConversation(room), upTo);
      }
    }
    this.#erased = upTo;
  }

  /** The empty rooms in which something was said; they stay longer. */
  async #usedRooms(): Promise<ReadonlySet<number>> {
    const used = new Set<number>();
    for (const room of this.#parts.directory.rooms.all()) {
      if (room.emptySince !== undefined && await this.#wasUsed(room)) {
        used.add(room.number);
      }
    }
    return used;
  }

  async #wasUsed(room: RoomState): Promise<boolean> {
    return await this.#parts.log.lastOf(roomConversation(room)) > 0;
  }
}
