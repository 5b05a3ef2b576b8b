/**
 * One connection to a server as frames in and bytes out, whatever carries it.
 *
 * @module
 */

import type { Frame } from "../../shared/frame.ts";

/** A connection that is up; closing it ends every read and write. */
export interface Transport {
  /** Yields what the server sends, until it or this end closes. */
  frames(): AsyncGenerator<Frame, void>;
  /**
   * Sends `bytes` after all that was sent before.
   *
   * @returns whether they were handed to the system.
   */
  send(bytes: Uint8Array): Promise<boolean>;
  /** Closes the connection; closing twice is fine. */
  close(): void;
}

/** Nothing can be reached at the address; the message is for people. */
export class UnreachableError extends Error {
  /** Names the class in logs. */
  override readonly name = "UnreachableError";
  /** Tells it from the other ways in which a session ends. */
  readonly kind = "unreachable";
}
