/**
 * What a connection asks for when it logs in. Knows nothing of what becomes of
 * the answer.
 *
 * @module
 */

import type { LoginRequest } from "../../shared/request.ts";
import { PROTOCOL_VERSION } from "../../shared/version.ts";
import type { Place } from "./story.ts";

/** What a connection wants to hear. */
export interface Wish {
  /**
   * 2 turns on presence, and keeps the name for a while after a cut.
   *
   * @default {PROTOCOL_VERSION}
   */
  readonly version?: number;
  /**
   * Messages of the past, where there is no place to go on from.
   *
   * @default what the server gives by itself
   */
  readonly history?: number;
  /** Where an earlier story ended, to go on from there. */
  readonly from?: Place;
  /**
   * Whether what is missed while away is asked for.
   *
   * @default {true}
   */
  readonly resumes?: boolean;
}

/**
 * For who only comes to say or ask something: no past, no presence, and the
 * name is free as soon as the connection is lost.
 */
export const BRIEF_WISH: Wish = { version: 1, history: 0, resumes: false };

/** Who logs in, and with what in hand. */
export interface Standing {
  readonly name: string;
  /** How far the story was told. */
  readonly place: Place;
  /** From the login before. */
  readonly token: string | undefined;
}

/** Returns the login that asks for what is wished. */
export function loginFor(
  { version = PROTOCOL_VERSION, history, resumes = true }: Wish,
  { name, place: { since, log }, token }: Standing,
): LoginRequest {
  return {
    request: "login",
    content: name,
    version,
    ...(history === undefined ? {} : { history }),
    ...(since === undefined || !resumes ? {} : { since }),
    ...(log === undefined ? {} : { log }),
    ...(token === undefined ? {} : { token }),
  };
}
