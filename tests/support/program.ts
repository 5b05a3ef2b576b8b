/**
 * The program under test: the one place that knows how `ktn` is started. It is
 * what `KTN_PROGRAM` names, such as a compiled `ktn`, and else the sources.
 *
 * @module
 */

import { resolve } from "node:path";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const NAMED = pathIn(Deno.env.get("KTN_PROGRAM"));

/** Whether the sources are tested, to which Deno's own flags can be given. */
export const IS_SOURCES = NAMED === undefined;

/** What a test lacks that gives flags to Deno; see `faultTest()`. */
export const NO_SOURCES: string | undefined = IS_SOURCES
  ? undefined
  : "sources, as KTN_PROGRAM names a program";

/** How it tells people to call it. */
export const CALL: string = IS_SOURCES ? "deno task" : "ktn";

/** How `ktn` is called by most tests: the program and its first arguments. */
export const PROGRAM: readonly string[] = programWith(["--no-prompt", "-A"]);

/**
 * Returns how `ktn` is called with these flags of `deno run`; a program that
 * `KTN_PROGRAM` names has its own, and takes none.
 */
export function programWith(flags: readonly string[]): readonly string[] {
  return NAMED === undefined
    ? [Deno.execPath(), "run", ...flags, MAIN]
    : [NAMED];
}

/** Tests start it in other folders, too. */
function pathIn(name = ""): string | undefined {
  return name === "" ? undefined : resolve(name);
}

/** Returns how `deno task NAME` calls `ktn`, or the program that is named. */
export function taskProgram(name: "serve" | "connect"): readonly string[] {
  const root = new URL("../../", import.meta.url).pathname;
  return NAMED === undefined
    ? [Deno.execPath(), "task", "--quiet", "--cwd", root, name]
    : [NAMED, name];
}
