/**
 * The bounds of one connection that the server also tells its clients, and
 * those that go with them (reliability.md, section 3).
 *
 * @module
 */

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
/** A silent client of version 2 is asked for a sign of life. */
export const PING_MS = 30_000;
/** And has so long to give it. */
export const PONG_MS = 15_000;
/** Messages of one peer that may wait for the log before it is asked for more. */
export const MAX_UNSETTLED = 64;
/** Longest payload with a page of the past; what a client must take anyway. */
export const MAX_PAYLOAD_BYTES = 64_000;
