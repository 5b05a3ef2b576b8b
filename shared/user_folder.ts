/**
 * Where each system wants a user's programs to keep their files, as the XDG
 * specification has it on Linux.
 *
 * @module
 */

/** What is kept: settings, what people made, or what a program remembers. */
export type UserFolder = "config" | "data" | "state";

/** A variable that names a folder, and the folder below home without it. */
type Place = readonly [variable: string, belowHome: string];

const XDG: Readonly<Record<UserFolder, Place>> = {
  config: ["XDG_CONFIG_HOME", ".config"],
  data: ["XDG_DATA_HOME", ".local/share"],
  state: ["XDG_STATE_HOME", ".local/state"],
};
/** Settings follow a user from one machine to the next. */
const WINDOWS: Readonly<Record<UserFolder, Place>> = {
  config: ["APPDATA", "AppData\\Roaming"],
  data: ["LOCALAPPDATA", "AppData\\Local"],
  state: ["LOCALAPPDATA", "AppData\\Local"],
};

/**
 * Returns the folder for ktn's files of one kind; nothing when the environment
 * names no home.
 *
 * @param os As in `Deno.build.os`.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { userFolder } from "./user_folder.ts";
 *
 * assertEquals(
 *   userFolder("data", "linux", { HOME: "/home/ada" }),
 *   "/home/ada/.local/share/ktn",
 * );
 * ```
 */
export function userFolder(
  kind: UserFolder,
  os: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { HOME, USERPROFILE } = environment;
  if (os === "windows") {
    const [variable, belowHome] = WINDOWS[kind];
    const folder = environment[variable] ||
      USERPROFILE && `${USERPROFILE}\\${belowHome}`;
    return folder ? `${folder}\\ktn` : undefined;
  }
  const home = HOME || undefined;
  if (os === "darwin") return home && `${home}/Library/Application Support/ktn`;
  const [variable, belowHome] = XDG[kind];
  const folder = environment[variable];
  // The XDG specification says that a relative path is to be ignored.
  if (folder?.startsWith("/")) return `${folder}/ktn`;
  return home && `${home}/${belowHome}/ktn`;
}
