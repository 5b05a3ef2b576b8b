/**
 * What the exit code of `ktn connect` says.
 *
 * @module
 */

import { EXIT } from "../../shared/exit_code.ts";
import type { CloseReason } from "./close_reason.ts";

export { EXIT } from "../../shared/exit_code.ts";

const CLOSE_EXITS: Readonly<Record<CloseReason["kind"], number>> = {
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
 * Returns the exit code for why a connection closed. Messages that may be lost
 * matter more than that: 6 then, also when `--timeout` ran out.
 */
export function exitCodeFor(
  reason: CloseReason,
  { unsent, hasTimeout }: ExitFacts,
): number {
  if (reason.kind === "abandoned" && unsent === 0) {
    if (hasTimeout) return EXIT.timeout;
    if (reason.refusal !== undefined) return EXIT.refused;
  }
  if (reason.kind === "left" && unsent > 0) return EXIT.unsent;
  return CLOSE_EXITS[reason.kind];
}
