/**
 * What somebody hears whose message cannot be stored, or whose page not be read.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";

/** Returns the refusal while nothing can be reached. */
export function unavailable(): ChatError {
  return new ChatError(
    "unavailable",
    "Cannot reach the stored messages now: try again",
  );
}

/** Returns the refusal while the disk is full. */
export function storeFull(): ChatError {
  return new ChatError(
    "store_full",
    "Cannot store anything now: the server's disk is full",
  );
}
