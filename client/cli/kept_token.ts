/**
 * Where `ktn connect` keeps the token of its name on this machine.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Environment } from "../../shared/flags.ts";
import { stateFile, stateFolder } from "../files/state_folder.ts";
import { TokenFile } from "../files/token_file.ts";

/** Returns the file of a name on a server; without a home it keeps nothing. */
export function tokenFileOf(
  environment: Environment,
  address: Address,
  name: string,
): TokenFile {
  const folder = stateFolder(environment, Deno.build.os);
  return new TokenFile({
    path: folder && stateFile(folder, "token", address, name),
    machine: machineName(),
  });
}

function machineName(): string {
  try {
    return Deno.hostname();
  } catch {
    return ""; // without the right to ask
  }
}
