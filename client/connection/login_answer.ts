/**
 * What may answer a login, and what comes before the answer.
 *
 * @module
 */

import type { ErrorEvent, InfoEvent } from "../../shared/event.ts";

/** Codes of a closing server that may come before the login is answered. */
const NOT_ABOUT_LOGIN: ReadonlySet<string | undefined> = new Set([
  "idle",
  "login_timeout",
  "shutdown",
  "slow",
  "value_timeout",
]);

const LOGIN_SUCCESSFUL = /login successful/i;

/** Whether an error that comes before the answer is the answer. */
export function refusesLogin({ code }: ErrorEvent): boolean {
  return !NOT_ABOUT_LOGIN.has(code);
}

/** Whether an old server says so that somebody is logged in. */
export function confirmsLogin({ text }: InfoEvent): boolean {
  return LOGIN_SUCCESSFUL.test(text);
}
