/**
 * The bounds of one connection that the server also tells its clients, and
 * those that go with them (reliability.md, section 3).
 *
 * @module
 */

import { MAX_TEXT_BYTES } from "../../shared/text.ts";

/** Least burst of bytes; one value takes up to half of it. */
const MIN_BYTE_BURST = 128 * 1024;

/** Most bytes that wait for one peer; a reader behind them reads from the log. */
export const MAX_OUTBOX_BYTES = 256 * 1024;
/** A peer with more than this waiting is not asked for more requests. */
export const SOFT_OUTBOX_BYTES = 64 * 1024;
/** A value must be complete so soon after its first byte. */
export const VALUE_MS = 10_000;
/** Something must get out to a peer within this time. */
export const WRITE_MS = 10_000;
/** How long a closed peer may take to read its last payload. */
export const LINGER_MS = 1000;

/** A burst, then a rate. */
interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Returns how many bytes one peer may send when it may ask so often: what that
 * many of the longest texts take. Null for no limit.
 */
export function byteRateOf(rate: Rate | null): Rate | null {
  if (!rate) return null;
  return {
    burst: Math.max(MIN_BYTE_BURST, rate.burst * MAX_TEXT_BYTES),
    perSecond: rate.perSecond * MAX_TEXT_BYTES,
  };
}
