/**
 * The files that a page of the documentation contains: its blocks of code whose
 * first line names one.
 *
 * @module
 */

import { readProjectFile } from "./source_files.ts";

const FILE = /^```\w+ (\S+)\n([^]*?)^```$/gm;

/** Reads a page, such as `docs/scripting.md`; returns its files by name. */
export async function filesOfPage(
  path: string,
): Promise<ReadonlyMap<string, string>> {
  const page = await readProjectFile(path);
  return new Map(
    [...page.matchAll(FILE)].map(([, name = "", text = ""]) => [name, text]),
  );
}
