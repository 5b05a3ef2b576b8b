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
