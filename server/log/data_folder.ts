/**
 * Where a server keeps its data when nobody says otherwise.
 * Reads no environment itself.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";
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
  const { HOME, USERPROFILE, LOCALAPPDATA, XDG_DATA_HOME } = environment;
  if (os === "windows") {
    if (LOCALAPPDATA) return `${LOCALAPPDATA}\\ktn`;
    return `${homeOf(USERPROFILE)}\\AppData\\Local\\ktn`;
  }
  if (os === "darwin") return `${homeOf(HOME)}/Library/Application Support/ktn`;
  // The XDG specification says that a relative path is to be ignored.
  if (XDG_DATA_HOME?.startsWith("/")) return `${XDG_DATA_HOME}/ktn`;
  return `${homeOf(HOME)}/.local/share/ktn`;
}

/** Returns the same; nothing when the environment names no home. */
export function usualDataFolder(
  os: string,
  environment: Environment,
): string | undefined {
  try {
    return defaultDataFolder(os, environment);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return undefined;
  }
}

function homeOf(home: string | undefined): string {
  if (home) return home;
  throw new DataError(
    "Cannot tell where to keep data: no home folder is set; name one with --data",
  );
}
