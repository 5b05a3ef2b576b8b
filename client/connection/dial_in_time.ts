/**
 * One try to connect, which ends in time.
 *
 * @module
 */

import { type Transport, UnreachableError } from "./transport.ts";

/** Longest time for one try to connect. */
const DIAL_MS = 10_000;

/** Makes a connection; gives up when the signal says so. */
export type Dial = (signal: AbortSignal) => Promise<Transport>;

/** Resolves with a connection, or with why there is none. */
export async function dialInTime(
  dial: Dial,
  stop: AbortSignal,
): Promise<Transport | UnreachableError> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), DIAL_MS);
  try {
    return await dial(AbortSignal.any([late.signal, stop]));
  } catch (error) {
    if (error instanceof UnreachableError) return error;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
