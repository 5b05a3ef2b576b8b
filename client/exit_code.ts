/**
 * What the exit code of `ktn connect` says. Knows nothing of how it came to it.
 *
 * @module
 */

import type { Ending } from "./ending.ts";

/** Exit codes; documented for scripts, so they never change. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  refused: 4,
  stranger: 5,
  unsent: 6,
  timeout: 124,
} as const;

/** Exit codes of the signals a client is stopped by: 128 and the number. */
export const SIGNAL_EXITS: ReadonlyMap<Deno.Signal, number> = new Map([
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
]);

const ENDING_EXITS: Readonly<Record<Ending["kind"], number>> = {
  left: EXIT.ok,
  unreachable: EXIT.unreachable,
  refused: EXIT.refused,
  stranger: EXIT.stranger,
  abandoned: EXIT.unsent,
};

/** What else decides about the exit code. */
export interface ExitFacts {
  /** Messages whose fate is not known. */
  readonly unsent: number;
  /** Whether `--timeout` was given. */
  readonly hasTimeout: boolean;
}

/**
 * Returns the exit code for an ending. Messages that may be lost matter more
 * than why: 6 then, also when `--timeout` ran out.
 */
export function exitCodeFor(
  ending: Ending,
  { unsent, hasTimeout }: ExitFacts,
): number {
  if (ending.kind === "abandoned" && unsent === 0 && hasTimeout) {
    return EXIT.timeout;
  }
  if (ending.kind === "left" && unsent > 0) return EXIT.unsent;
  return ENDING_EXITS[ending.kind];
}
