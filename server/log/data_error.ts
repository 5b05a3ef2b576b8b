/**
 * The one error about stored data that stops a command.
 *
 * @module
 */

/** The data cannot be used; the message says why and what to try next. */
export class DataError extends Error {
  /** Names the class in logs. */
  override readonly name = "DataError";
}
