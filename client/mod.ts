/**
 * `ktn connect`: the client program. Chooses between the chat on a terminal and
 * the chat of plain lines.
 *
 * @module
 */

import type { Environment } from "../shared/flags.ts";
import { runInteractive } from "./interactive.ts";
import { type ConnectOptions, readOptions } from "./options.ts";
import { runPipe } from "./pipe.ts";

export type { Environment } from "../shared/flags.ts";

/**
 * Runs `ktn connect`.
 *
 * @param args What follows the command on the command line.
 * @param environment Variables; `KTN_...` stand in for flags.
 * @returns the exit code.
 * @throws {UsageError} when the command line cannot be understood.
 */
export async function runConnect(
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  const options = readOptions(args, environment);
  return isInteractive(options, environment)
    ? await runInteractive(options, environment)
    : await runPipe(options, environment);
}

/** Redrawing needs a terminal at both ends, and one that can. */
function isInteractive(
  { plain, json }: ConnectOptions,
  { TERM }: Environment,
): boolean {
  return !plain && !json && TERM !== "dumb" && Deno.stdin.isTerminal() &&
    Deno.stdout.isTerminal();
}
