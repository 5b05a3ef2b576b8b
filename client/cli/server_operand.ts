/**
 * Which server a command line names: a saved one, or an address.
 *
 * @module
 */

import { type Address, parseAddress } from "../../shared/address.ts";
import type { SavedServers } from "../../shared/saved_server.ts";
import { ConfigError, UsageError } from "../../shared/flags.ts";

/**
 * Returns where a command should connect to. A saved name wins over a host of
 * the same spelling; what the file says about that server is behind the flags
 * already, since `runCommand()` puts it there for every command whose first
 * operand is a `"server"` in the table of commands.
 *
 * @param operand As typed: a saved name, `HOST`, `HOST:PORT` or `[IPV6]:PORT`.
 * @param servers As in the `Invocation`.
 * @throws {UsageError} when there is none or it is no address.
 * @throws {ConfigError} when the address of a saved server is none.
 */
export function findServer(
  operand: string | undefined,
  servers: SavedServers,
): Address {
  if (operand === undefined) {
    throw new UsageError("Cannot connect without a server: name a HOST");
  }
  const saved = servers.get(operand);
  if (!saved) refuseUser(operand);
  try {
    return reachable(saved?.host ?? operand);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw saved
      ? new ConfigError(`${saved.origin}: ${error.message}`)
      : new UsageError(error.message);
  }
}

/** ssh is called so; here it would be the name of a machine. */
function refuseUser(operand: string): void {
  const [, name, host] = /^([^@/]*)@(.*)$/.exec(operand) ?? [];
  if (name === undefined) return;
  throw new UsageError(
    `Cannot connect to "${operand}": who you are is said by a flag: ${host} --name ${name}`,
  );
}

function reachable(text: string): Address {
  const address = parseAddress(text);
  if (address.port > 0) return address;
  throw new SyntaxError(
    `Cannot connect to "${text}": nothing can listen on port 0`,
  );
}
