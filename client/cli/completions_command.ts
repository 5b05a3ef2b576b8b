/**
 * `ktn completions`: the script for a shell, and what the script asks for while
 * somebody types.
 *
 * @module
 */

import { stateFolder } from "../files/state_folder.ts";
import type { Command, Invocation } from "../../shared/command.ts";
import { completionScript } from "../../shared/completions/mod.ts";
import { SHELLS } from "../../shared/completions/shells.ts";
import { EXIT } from "../../shared/exit_code.ts";
import { UsageError } from "../../shared/flags.ts";
import {
  KnownServers,
  knownServersFile,
  serverWords,
} from "../files/known_servers.ts";

/**
 * Runs `ktn completions`.
 *
 * @param commands The table the script is made from.
 * @returns the exit code.
 * @throws {UsageError} when it names no shell that is known.
 */
export function runCompletions(
  commands: readonly Command[],
  invocation: Invocation,
): number {
  const { parsed, print } = invocation;
  if (parsed.isOn("servers")) {
    print(serversFor(invocation).join("\n"));
    return EXIT.ok;
  }
  const [shell, ...more] = parsed.operands;
  const script = shell === undefined || more.length > 0
    ? undefined
    : completionScript(shell, commands);
  if (script === undefined) {
    throw new UsageError(`Name one shell: ${SHELLS.join(", ")}`);
  }
  print(script);
  return EXIT.ok;
}

function serversFor({ environment, servers }: Invocation): readonly string[] {
  const folder = stateFolder(environment, Deno.build.os);
  const file = folder === undefined ? undefined : knownServersFile(folder);
  return serverWords(servers.keys(), new KnownServers(file).list());
}
