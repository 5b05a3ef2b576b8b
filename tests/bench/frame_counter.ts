/**
 * How many messages a stream of bytes holds. Knows nothing of sockets.
 *
 * @module
 */

/** Counts the frames of one connection, wherever the bytes are cut. */
export interface FrameCounter {
  /** Messages that ended so far. */
  readonly messages: number;
  /** Whatever else ended so far: answers, keep-alives. */
  readonly others: number;
  /** Takes the next bytes. */
  take(bytes: Uint8Array, length: number): void;
}
