/**
 * Where a server keeps its data when nobody says otherwise.
 * Reads no environment itself.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";
import { userFolder } from "../../shared/user_folder.ts";
import { DataError } from "./data_error.ts";

/**
 * Returns the folder the platform has for data of this user's programs.
 *
 * @param os As in `Deno.build.os`.
 * @param environment Reads `XDG_DATA_HOME`, `HOME`, `LOCALAPPDATA` and
 * `USERPROFILE`.
 * @throws {DataError} when the environment names no home.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { defaultDataFolder } from "./data_folder.ts";
 *
 * assertEquals(
 *   defaultDataFolder("linux", { HOME: "/home/ada" }),
 *   "/home/ada/.local/share/ktn",
 * );
 * ```
 */
export function defaultDataFolder(
  os: string,
  environment: Environment,
): string {
  const folder = usualDataFolder(os, environment);
  if (folder !== undefined) return folder;
  throw new DataError(
    "Cannot tell where the history is: the environment names no home folder; name a folder with --data DIR",
  );
}

/** Returns the same; nothing when the environment names no home. */
export function usualDataFolder(
  os: string,
  environment: Environment,
): string | undefined {
  return userFolder("data", os, environment);
}
