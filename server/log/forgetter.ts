/**
 * Forgets what is beyond the limits, in small steps, and tells what.
 *
 * @module
 */

import { type DiskReserve, withReserve } from "./disk_reserve.ts";
import { ClockTrust, type Doubt } from "./clock_trust.ts";
import {
  type LogExtent,
  nextToForget,
  type RetentionLimits,
} from "./retention.ts";

/** What an operator hears of it. */
export type RetentionNotice =
  /** These are gone, by their seqs, both included. */
  | {
    readonly kind: "forgotten";
    readonly first: number;
    readonly last: number;
  }
  /** The clock is not believed: nothing is forgotten by its age. */
  | ({ readonly kind: "clock" } & Doubt);

/** A log from which can be forgotten. */
export interface ForgetfulStore extends LogExtent {
  /** When the newest entry was said; undefined when there is none. */
  readonly newestTime: number | undefined;
  /** When the clock was believed last; undefined when nobody looked at it. */
  believedTime: number | undefined;
  /** Forgets the oldest entries up to a seq. */
  forget(upTo: number): void;
}

/** So many are told of at once while there are more. */
const TOLD_AT_ONCE = 10_000;

/** The time that is believed is stored so often. */
const STORE_CLOCK_MS = 3_600_000;

/** One log's limits, and what was forgotten and not told of yet. */
export class Forgetter {
  readonly #limits: RetentionLimits;
  readonly #onNotice: (notice: RetentionNotice) => void;
  readonly #reserve: Pick<DiskReserve, "fill" | "release"> | undefined;
  #trust: ClockTrust | undefined;
  #isDoubting = false;
  #untoldFrom: number | undefined;

  /**
   * Has forgotten nothing yet.
   *
   * @param reserve Released when the disk is too full to forget, and filled
   * again when nothing is too much.
   */
  constructor(
    limits: RetentionLimits,
    onNotice: (notice: RetentionNotice) => void,
    reserve?: Pick<DiskReserve, "fill" | "release">,
  ) {
    this.#reserve = reserve;
    this.#limits = limits;
    this.#onNotice = onNotice;
  }

  /** Whether anything is ever forgotten. */
  get isLimited(): boolean {
    const { keepMs, keepMessages, maxBytes } = this.#limits;
    return (keepMs ?? keepMessages ?? maxBytes) !== undefined;
  }

  /**
   * Forgets a few entries.
   *
   * @returns whether there may be more now; or in how many milliseconds to look
   * again.
   */
  step(store: ForgetfulStore, now: number): boolean | number {
    const doubt = this.#doubt(store, now);
    const { keepMs: _, ...others } = this.#limits;
    const upTo = nextToForget(doubt ? others : this.#limits, store, now);
    if (upTo > store.forgotten) {
      this.#untoldFrom ??= store.forgotten + 1;
      withReserve(this.#reserve, () => store.forget(upTo));
      if (upTo - this.#untoldFrom >= TOLD_AT_ONCE) this.#tell(upTo);
      return true;
    }
    this.#tell(upTo);
    this.#reserve?.fill();
    return doubt?.forMs ?? false;
  }

  #tell(last: number): void {
    const first = this.#untoldFrom;
    this.#untoldFrom = undefined;
    if (first !== undefined) this.#onNotice({ kind: "forgotten", first, last });
  }

  #doubt(store: ForgetfulStore, now: number): Doubt | undefined {
    const { keepMs } = this.#limits;
    if (keepMs === undefined) return undefined;
    const last = store.believedTime;
    this.#trust ??= new ClockTrust(keepMs, last ?? store.newestTime ?? now);
    const doubt = this.#trust.doubt(now);
    if (doubt && !this.#isDoubting) this.#onNotice({ kind: "clock", ...doubt });
    this.#isDoubting = doubt !== undefined;
    const isOld = Math.abs(now - (last ?? 0)) >= STORE_CLOCK_MS;
    if (!doubt && isOld) store.believedTime = now;
    return doubt;
  }
}
