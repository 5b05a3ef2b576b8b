/**
 * When a server stopped, noted for the next one: after long nobody is waited
 * for who was here then.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { type Records, UNCHANGED } from "./records.ts";

const KEY = "directory/stopped";

/** After so long, in milliseconds, who was here is not waited for. */
const MAX_AWAY_MS = 3_600_000;

/** The note of one directory; a server that was killed leaves none. */
export class StopNote {
  readonly #records: Records;
  #stopped: number | undefined;

  /** Has read nothing yet. */
  constructor(records: Records) {
    this.#records = records;
  }

  /** Takes in what the watch told. */
  heard(name: string, value: Json | undefined): void {
    if (name !== "stopped" || value === undefined) return;
    if (typeof value === "number") this.#stopped = value;
  }

  /** Tells whether no server ran for long; the clock may have been set. */
  isLongAgo(now: number): boolean {
    return this.#stopped !== undefined &&
      Math.abs(now - this.#stopped) > MAX_AWAY_MS;
  }

  /** Takes the note away: a server runs. */
  take(): Promise<void> {
    return this.#records.change(
      KEY,
      () => this.#records.has(KEY) ? undefined : UNCHANGED,
    );
  }

  /** Leaves it: the server stops. */
  leave(now: number): Promise<void> {
    return this.#records.change(KEY, () => now);
  }
}
