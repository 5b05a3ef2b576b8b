/**
 * Legal ids of requests, made by clients. Knows nothing of what has one.
 *
 * @module
 */

/** Longest legal id, in characters. */
export const MAX_ID_LENGTH = 64;

const LEGAL_ID = /^[A-Za-z0-9._-]+$/;

/** Tells whether a request may carry this id. */
export function isLegalId(id: string): boolean {
  return id.length <= MAX_ID_LENGTH && LEGAL_ID.test(id);
}
