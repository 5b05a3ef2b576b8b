/**
 * What people get beside the binary: manual, completions, licence, changes.
 *
 * @module
 */

import { COMMANDS } from "../../main.ts";
import { completionScript } from "../../shared/completions/mod.ts";
import { SHELLS } from "../../shared/completions/shells.ts";
import { manual } from "../manual.ts";
import { ROOT } from "./release.ts";

/** The texts of a release, by what they are. */
export interface Documents {
  /** The page `ktn(1)`. */
  readonly manual: string;
  /** The licence of ktn, and of what others wrote of it. */
  readonly licence: string;
  readonly changes: string;
  /** The scripts that shells read, by the name of the shell. */
  readonly completions: ReadonlyMap<string, string>;
}

/** Reads and makes them. */
export async function documents(): Promise<Documents> {
  const read = (path: string) => Deno.readTextFile(new URL(path, ROOT));
  return {
    manual: manual(COMMANDS),
    licence: await read("LICENSE") + await read("tools/release/notices.txt"),
    changes: await read("CHANGELOG.md"),
    completions: new Map(
      SHELLS.map((shell) => [shell, completionScript(shell, COMMANDS) + "\n"]),
    ),
  };
}
