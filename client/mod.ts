/**
 * `ktn connect`: the client program. Chooses between the chat on a terminal and
 * the chat of plain lines.
 *
 * @module
 */

import type { Invocation } from "../shared/command.ts";
import type { Environment } from "../shared/flags.ts";
import { runInteractive } from "./cli/interactive.ts";
import { type ConnectOptions, readOptions } from "./cli/options.ts";
import { runPipe } from "./cli/pipe.ts";
import { forbidPrograms } from "./cli/platform.ts";
import { ReaderWatch } from "./cli/reader_watch.ts";

export type { Environment } from "../shared/flags.ts";

/**
 * Runs `ktn connect`.
 *
 * @returns the exit code.
 * @throws {UsageError} when the command line cannot be understood.
 */
export async function runConnect(
  { parsed, environment, servers, listenForStop }: Invocation,
): Promise<number> {
  const options = readOptions(parsed, servers);
  if (isInteractive(options, environment)) {
    return await runInteractive(options, { environment, listenForStop });
  }
  using reader = new ReaderWatch();
  // Nobody is there to open an editor.
  if (options.onMention === undefined) forbidPrograms();
  return await runPipe(options, {
    ...{ environment, listenForStop },
    readerGone: reader.gone,
  });
}

/** Redrawing needs a terminal at both ends, and one that can. */
function isInteractive(
  { plain, json, screenReader }: ConnectOptions,
  { TERM }: Environment,
): boolean {
  return !plain && !json && !screenReader && TERM !== "dumb" &&
    Deno.stdin.isTerminal() &&
    Deno.stdout.isTerminal();
}
