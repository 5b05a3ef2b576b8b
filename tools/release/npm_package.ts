/**
 * The npm package: the bundled program, which the npm package `deno` runs.
 *
 * @module
 */

import { bundle } from "../bundle.ts";
import { DENO_FLAGS } from "../compile.ts";
import { documents } from "./documents.ts";
import { layOut } from "./file_tree.ts";
import type { Release } from "./release.ts";
import { runProgram } from "./run_program.ts";
import { fillTemplate } from "./template.ts";

/** The folder of a release that is for the registry of npm. */
export const NPM_FOLDER = "npm";

/** Makes the tarball that `npm publish` takes. */
export async function makeNpmPackage(release: Release): Promise<void> {
  const { version, home } = release;
  const work = `${release.work}/npm`;
  const { manual, licence, changes } = await documents();
  await bundle(`${work}/lib`);
  const words = { version, home, deno: Deno.version.deno };
  const files = new Map([
    ["package.json", await fillTemplate("npm/package.json", words)],
    ["ktn.cjs", await fillTemplate("npm/ktn.cjs", words)],
    ["README.md", await fillTemplate("npm/README.md", words)],
    ["flags.json", JSON.stringify(DENO_FLAGS)],
    ["ktn.1", manual],
    ["LICENSE", licence],
    ["CHANGELOG.md", changes],
  ]);
  await layOut(work, files, release);
  const folder = `${release.folder}/${NPM_FOLDER}`;
  await Deno.mkdir(folder, { recursive: true });
  const pack = ["npm", "pack", "--silent", "--ignore-scripts"];
  await runProgram([...pack, "--pack-destination", folder, work]);
}
