/**
 * Where each system wants a user's programs to keep their files, as the XDG
 * specification has it on Linux.
 *
 * @module
 */

/** What is kept: settings, what people made, or what a program remembers. */
export type UserFolder = "config" | "data" | "state";

/** Variables that name folders, by name. */
type Variables = Readonly<Record<string, string | undefined>>;

/** Below home, where no variable names a folder. */
const UNIX: Readonly<Record<UserFolder, string>> = {
  config: ".config",
  data: ".local/share",
  state: ".local/state",
};
/** Settings follow a user from one machine to the next. */
const WINDOWS: Readonly<Record<UserFolder, string>> = {
  config: "AppData\\Roaming",
  data: "AppData\\Local",
  state: "AppData\\Local",
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
  if (os === "windows") return windowsFolder(kind, environment);
  const { HOME } = environment;
  const home = HOME || undefined;
  if (os === "darwin") return home && `${home}/Library/Application Support/ktn`;
  const folder = xdgFolder(kind, environment);
  // The XDG specification says that a relative path is to be ignored.
  if (folder?.startsWith("/")) return `${folder}/ktn`;
  return home && `${home}/${UNIX[kind]}/ktn`;
}

function xdgFolder(
  kind: UserFolder,
  environment: Variables,
): string | undefined {
  const { XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME } = environment;
  const folders: Readonly<Record<UserFolder, string | undefined>> = {
    config: XDG_CONFIG_HOME,
    data: XDG_DATA_HOME,
    state: XDG_STATE_HOME,
  };
  return folders[kind];
}

function windowsFolder(
  kind: UserFolder,
  environment: Variables,
): string | undefined {
  const { APPDATA, LOCALAPPDATA, USERPROFILE } = environment;
  const folder = (kind === "config" ? APPDATA : LOCALAPPDATA) ||
    (USERPROFILE && `${USERPROFILE}\\${WINDOWS[kind]}`);
  return folder ? `${folder}\\ktn` : undefined;
}
