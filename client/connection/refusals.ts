/**
 * What the codes of refusals mean for a connection: which heal by themselves,
 * and which say nothing about the login. Knows nothing of what is then done.
 *
 * @module
 */

/** Refusals of a message that time alone can heal, and how long it takes. */
export const HEALS: ReadonlyMap<string | undefined, "rateMs" | "storeMs"> =
  new Map([
    ["rate", "rateMs"],
    ["store_full", "storeMs"],
    ["unavailable", "storeMs"],
  ]);

/** Closing words that may come before the login is answered. */
export const NOT_ABOUT_LOGIN: ReadonlySet<string | undefined> = new Set([
  "idle",
  "login_timeout",
  "shutdown",
  "slow",
  "value_timeout",
]);
