/**
 * How long the client waits for what.
 *
 * @module
 */

/** How long a session waits for what, in milliseconds. */
export interface Timeouts {
  /** For any answer to the login, until `names` is asked to get one. */
  readonly loginMs: number;
  /** For any answer after that; then nobody is there. */
  readonly silentMs: number;
  /** After a word that may be only a greeting. */
  readonly greetingMs: number;
  /**
   * For an old server to answer a request, until the next may go. Measured with
   * the seed's own server: 0.30 s 6 of 6 delivered, 0.25 s 4 of 6.
   */
  readonly answerMs: number;
  /** For a late answer of an old server: then a message counts as delivered. */
  readonly lateMs: number;
  /** For any server to answer the logout. */
  readonly logoutMs: number;
  /** Heartbeat until a ping. */
  readonly quietMs: number;
  /** Heartbeat after the ping until the connection counts as dead. */
  readonly deadMs: number;
  /** After a refusal for speaking too often. */
  readonly rateMs: number;
  /** After a refusal because the server cannot store now. */
  readonly storeMs: number;
}

/** How long a script tries when it does not say. */
export const SCRIPT_TIMEOUT_MS = 60_000;

/** What holds unless a test says otherwise. */
export const TIMEOUTS: Timeouts = {
  loginMs: 3000,
  silentMs: 12_000,
  greetingMs: 500,
  answerMs: 300,
  lateMs: 1000,
  logoutMs: 1000,
  quietMs: 30_000,
  deadMs: 15_000,
  rateMs: 1000,
  storeMs: 5000,
};
