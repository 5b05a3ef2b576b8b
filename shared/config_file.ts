/**
 * The configuration file: where it is, and its text.
 *
 * @module
 */

import type { Environment } from "./flag.ts";
import { ConfigError } from "./flags.ts";
import type { Platform } from "./platform.ts";
import { codeOf, whyItFailed } from "./system_error.ts";
import { escapeUnsafe } from "./text.ts";
import { userFolder } from "./user_folder.ts";

/** A configuration file that was read. */
export interface ConfigFile {
  /** Where it is. */
  readonly path: string;
  /** All of it. */
  readonly text: string;
}

/** Longest file that is read; far above what people write. */
export const MAX_CONFIG_BYTES = 1024 * 1024;

/** Instead of a path: no file at all. */
const NONE = "none";

/**
 * Reads the configuration file; one that is empty counts as none.
 *
 * @param named The path somebody gave, or `none`; missing or "" for the usual
 * place, where nothing need be.
 * @throws {ConfigError} when it cannot be read, or was named and is not there.
 */
export function readConfigFile(
  named: string | undefined,
  { os, environment, readTextFile }: Platform,
): ConfigFile | undefined {
  if (named === NONE) return undefined;
  const path = named || configPath(os, environment);
  if (path === undefined) return undefined;
  try {
    const text = readTextFile(path, MAX_CONFIG_BYTES);
    return text.trim() === "" ? undefined : { path, text };
  } catch (error) {
    if (!named && isAbsent(error)) return undefined;
    throw new ConfigError(
      `Cannot read the configuration ${escapeUnsafe(path)}: ${
        whyItFailed(error)
      }`,
    );
  }
}

/**
 * Returns where the platform keeps this user's configuration; nothing when the
 * environment names no home.
 *
 * @param os As in `Deno.build.os`.
 * @param environment Reads `XDG_CONFIG_HOME`, `HOME`, `APPDATA` and
 * `USERPROFILE`.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { configPath } from "./config_file.ts";
 *
 * assertEquals(
 *   configPath("linux", { HOME: "/home/ada" }),
 *   "/home/ada/.config/ktn/config.json",
 * );
 * ```
 */
export function configPath(
  os: string,
  environment: Environment,
): string | undefined {
  const folder = userFolder("config", os, environment);
  const separator = os === "windows" ? "\\" : "/";
  return folder && `${folder}${separator}config.json`;
}

/** Nothing there, or a program run without the right to look. */
function isAbsent(error: unknown): boolean {
  const isForbidden = error instanceof Error && error.name === "NotCapable";
  return isForbidden || ["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "");
}
