/**
 * `deno task reference`: writes what is made from the table of commands, the
 * manual page and the tables of docs/configuration.md. A test tells when it is
 * time.
 *
 * @module
 */

import { COMMANDS } from "../main.ts";
import { withTables } from "./configuration.ts";
import { manual } from "./manual.ts";

const ROOT = new URL("../", import.meta.url);

/** Files that are made, and what should be in them, by their path. */
export async function reference(): Promise<ReadonlyMap<string, string>> {
  const page = await Deno.readTextFile(new URL("docs/configuration.md", ROOT));
  return new Map([
    ["docs/ktn.1", manual(COMMANDS)],
    ["docs/configuration.md", withTables(page, COMMANDS)],
  ]);
}

if (import.meta.main) {
  for (const [path, text] of await reference()) {
    await Deno.writeTextFile(new URL(path, ROOT), text);
  }
}
