/**
 * Lays out the program as it is shipped: JavaScript in a few files, with what
 * it uses of its packages, and beside it the data that it reads.
 *
 * @module
 */

import { type Commit, describeCommit, timeOf } from "./commit.ts";

const ROOT = new URL("../", import.meta.url);

/** The file that runs. */
export const MAIN_FILE = "main.js";

/**
 * What is shipped beside the code: the name of a file there, and what is in it;
 * nothing when that is not known. The program finds it beside `Deno.mainModule`.
 */
const DATA: ReadonlyMap<string, (commit?: Commit) => string | undefined> =
  new Map([["build.json", describeBuild]]);

/** What `ktn version` says besides its version. */
function describeBuild(commit?: Commit): string | undefined {
  return commit && JSON.stringify(commit) + "\n";
}

/** A comment of the bundler above what comes from a package in Deno's cache. */
const PACKAGE = /^\/\/ \S*\/npm\/[^/\n]+\/((?:@[^/\n]+\/)?[^/\n]+)\/(\S+)$/gm;

/** The same comment, once it says no more of where the cache was. */
const TAKEN = /^\/\/ npm:(@?[^@\n]+@[^/\n]+)\//gm;

/**
 * Writes the program into an empty folder. The same commit gives the same
 * files, with the same times.
 *
 * @throws {Error} Deno cannot bundle it; the message is what it says.
 */
export async function bundle(folder: string): Promise<void> {
  await runBundler(folder);
  for (const path of filesIn(folder)) {
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace(PACKAGE, "// npm:$1@$2"));
  }
  const commit = await describeCommit();
  for (const [name, content] of DATA) {
    const text = content(commit);
    if (text !== undefined) await Deno.writeTextFile(`${folder}/${name}`, text);
  }
  const time = timeOf(commit);
  for (const path of filesIn(folder)) await Deno.utime(path, time, time);
}

/** Returns what is in the folder of a program beside its code. */
export function dataFilesIn(folder: string): readonly string[] {
  const names = new Set(
    filesIn(folder).map((path) => path.slice(folder.length + 1)),
  );
  return [...DATA.keys()].filter((name) => names.has(name));
}

/** Returns the packages that a bundled program has code of, as `name@version`. */
export async function packagesIn(folder: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of filesIn(folder)) {
    const text = await Deno.readTextFile(path);
    for (const [, name = ""] of text.matchAll(TAKEN)) found.add(name);
  }
  return [...found].sort();
}

/**
 * The code is not minified: what is logged of a bug keeps its names, and
 * packages that load modules of Node by `require` go on working.
 */
async function runBundler(folder: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["bundle", "--quiet", "--lock=deno.lock", "--platform", "deno"],
      ...["--code-splitting", "--outdir", folder, "main.ts"],
    ],
    cwd: ROOT,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

function filesIn(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`);
}
