/**
 * The passwords that a command line names files for.
 *
 * @module
 */

import type { FlagValues } from "../../shared/flag.ts";
import type { Passwords } from "../connection/credentials.ts";
import { readPasswordFile } from "../files/password_file.ts";
import type { PASSWORD_FLAGS } from "./conversation_options.ts";

/** What the flags for passwords are set to. */
export type PasswordOptions = FlagValues<typeof PASSWORD_FLAGS>;

/**
 * Returns the passwords in the files that are named.
 *
 * @throws {ConfigError} when one cannot be read.
 */
export async function knownPasswords(
  { passwordFile, serverPasswordFile }: PasswordOptions,
): Promise<Passwords> {
  const [own, server] = await Promise.all(
    [passwordFile, serverPasswordFile].map((path) =>
      path === undefined ? undefined : readPasswordFile(path)
    ),
  );
  return {
    ...(own === undefined ? {} : { password: own }),
    ...(server === undefined ? {} : { ["server_password"]: server }),
  };
}
