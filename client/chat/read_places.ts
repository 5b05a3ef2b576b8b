/**
 * Up to where somebody has read: as the server keeps it for all devices of an
 * account, else as an earlier run on this machine has left it. To a server a
 * guest who comes again has read everything.
 *
 * @module
 */

import type { WelcomeEvent } from "../../shared/event.ts";
import { hasPlace, type LogPlace } from "../../shared/log_place.ts";
import type { ReadMarker } from "../files/read_marker.ts";
import type { ReadPlace, Room } from "./room.ts";
import type { Rooms } from "./rooms.ts";

/** Knows up to where was read. */
export class ReadPlaces {
  readonly #rooms: Rooms;
  /** From an earlier run, of the first room. */
  readonly #kept: ReadMarker | undefined;
  #log: string | undefined;
  #ancestors: readonly LogPlace[] = [];
  #hasOneLog = true;
  #isShared = false;

  /** Begins with what an earlier run has left. */
  constructor(rooms: Rooms, kept: ReadMarker | undefined) {
    this.#rooms = rooms;
    this.#kept = kept;
  }

  /** Whether all that stands anywhere is in the log the server has now. */
  get hasOneLog(): boolean {
    return this.#hasOneLog;
  }

  /** What this machine has to keep; nothing where the server keeps it. */
  get marker(): ReadMarker | undefined {
    const [room] = this.#rooms.list;
    const seq = room?.readSeq;
    const log = this.#isShared ? undefined : this.#log;
    if (log === undefined || !room || seq === undefined) return undefined;
    return { log, seq, time: room.scroll.readAt };
  }

  /**
   * Notes which log the server has.
   *
   * @returns whether it is another one than before.
   */
  onWelcome(event: WelcomeEvent): boolean {
    const { log, ancestors = [] } = event;
    const isOther = this.#log !== undefined && log !== this.#log;
    this.#hasOneLog &&= !isOther;
    this.#log = log;
    this.#ancestors = ancestors;
    return isOther;
  }

  /** Notes whether the server keeps it for all devices of an account. */
  setShared(isShared: boolean): void {
    this.#isShared = isShared;
  }

  /** Returns up to where was read in a room before this run. */
  before(room: Room): ReadPlace | undefined {
    const { serverRead: seq } = room;
    const kept = this.#isShared ? undefined : this.#keptOf(room);
    return kept ?? (seq === undefined ? undefined : { seq });
  }

  #keptOf(room: Room): ReadMarker | undefined {
    const kept = room === this.#rooms.list[0] ? this.#kept : undefined;
    const origin = { log: this.#log, ancestors: this.#ancestors };
    return kept && hasPlace(origin, kept) ? kept : undefined;
  }
}
