/**
 * Standard output that cannot be written any more.
 *
 * @module
 */

import { codeOf, whyItFailed } from "./system_error.ts";

/** Ends a command: with 0 where the reader has gone, otherwise with a sentence. */
export class OutputError extends Error {
  /** Names the class in logs. */
  override readonly name = "OutputError";
  /** Whether who read has had enough, which is no failure. */
  readonly isReaderGone: boolean;

  /** Takes what the system said. */
  constructor(cause: unknown) {
    super(`Cannot write: ${whyItFailed(cause)}`, { cause });
    this.isReaderGone = codeOf(cause) === "EPIPE";
  }
}
