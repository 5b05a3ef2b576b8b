/**
 * What a connection asks for when it logs in.
 *
 * @module
 */

import { isSeedName, WIDE_NAMES_VERSION } from "../../shared/names.ts";
import type { LoginRequest } from "../../shared/request.ts";
import { PROTOCOL_VERSION } from "../../shared/version.ts";
import type { Credentials } from "./credentials.ts";
import type { LogPosition } from "./message_filter.ts";

/** What a connection asks for. */
export interface LoginOptions {
  /**
   * 2 turns on presence, and keeps the name for a while after a cut; 3 turns on
   * rooms and direct messages.
   *
   * @default {PROTOCOL_VERSION}
   */
  readonly version?: number;
  /**
   * Messages of the past, where there is no position to resume from.
   *
   * @default what the server gives by itself
   */
  readonly history?: number;
  /** Up to where an earlier run received, to resume from there. */
  readonly from?: LogPosition;
  /**
   * Whether what is missed while away is asked for.
   *
   * @default {true}
   */
  readonly resumes?: boolean;
}

/**
 * For a command that sends or asks something and leaves: no history, no
 * presence, and the name is free as soon as the connection is lost.
 */
export const ONE_SHOT: LoginOptions = {
  version: 1,
  history: 0,
  resumes: false,
};

/** Who logs in, and what is known from the sessions before. */
export interface ResumeState {
  readonly name: string;
  /** Up to where messages were received. */
  readonly position: LogPosition;
  /** What proves that the name is one's own. */
  readonly credentials: Credentials["fields"];
}

/** Returns the request for a login. */
export function loginRequest(
  { version = PROTOCOL_VERSION, history, resumes = true }: LoginOptions,
  { name, position: { since, log }, credentials }: ResumeState,
): LoginRequest {
  return {
    request: "login",
    content: name,
    version: isSeedName(name) ? version : Math.max(version, WIDE_NAMES_VERSION),
    ...(history === undefined ? {} : { history }),
    ...(since === undefined || !resumes ? {} : { since }),
    ...(log === undefined ? {} : { log }),
    ...credentials,
  };
}
