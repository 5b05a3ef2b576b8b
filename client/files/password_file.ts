/**
 * A password kept in a file: its first line.
 *
 * @module
 */

import { ConfigError } from "../../shared/flags.ts";
import { whyItFailed } from "../../shared/system_error.ts";

/**
 * Returns the password in a file.
 *
 * @throws {ConfigError} when it cannot be read, or there is none.
 */
export async function readPasswordFile(path: string): Promise<string> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw new ConfigError(
      `Cannot read the password file ${path}: ${whyItFailed(error)}`,
    );
  }
  const [password = ""] = text.split(/\r?\n/);
  if (password !== "") return password;
  throw new ConfigError(`Cannot find a password in the file ${path}`);
}
