/**
 * The refusals of the protocol: one error class and the list of its codes.
 * Knows nothing of how a refusal is encoded, shown or logged.
 *
 * @module
 */

import type { Json } from "./json.ts";

/** Every `code` an `error` payload may carry; programs branch on these. */
export type ErrorCode =
  // The connection stays.
  | "already_logged_in"
  | "bad_id"
  | "bad_json"
  | "bad_name"
  | "bad_password"
  | "bad_request"
  | "bad_room"
  | "bad_text"
  | "busy"
  | "forbidden"
  | "id_used"
  | "login_required"
  | "muted"
  | "name_taken"
  | "password_required"
  | "rate"
  | "store_full"
  | "too_late"
  | "too_long"
  | "too_many"
  | "unavailable"
  | "unknown_message"
  | "unknown_request"
  | "unknown_room"
  | "unknown_user"
  | "weak_password"
  // The last words before the server closes (as are `rate` and `too_long`).
  | CloseCode;

/** The codes with which a server ends a connection. */
export type CloseCode =
  | "banned"
  | "full"
  | "idle"
  | "kicked"
  | "login_timeout"
  | "rate"
  | "replaced"
  | "shutdown"
  | "slow"
  | "too_long"
  | "value_timeout";

/** A refusal meant for the peer; anything else that is thrown is a bug. */
export class ChatError extends Error {
  /** Names the class in logs. */
  override readonly name = "ChatError";

  /**
   * Makes a refusal.
   *
   * @param code What programs branch on.
   * @param message What people read; "Cannot ...", no full stop.
   */
  constructor(
    /** What programs branch on. */
    readonly code: ErrorCode,
    message: string,
    /** When the same may work, in whole milliseconds; missing: not known. */
    readonly retryMs?: number,
    /** What else the payload carries, such as `needs`, `reason` or `until`. */
    readonly fields: Readonly<Record<string, Json>> = {},
  ) {
    super(message);
  }
}
