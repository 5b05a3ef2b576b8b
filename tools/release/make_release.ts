/**
 * The steps of a release, in their order.
 *
 * @module
 */

import { makeArchives } from "./archives.ts";
import { writeSums } from "./checksums.ts";
import { makeDebianPackages } from "./debian_package.ts";
import { writeManifests } from "./manifests.ts";
import { makeNpmPackage } from "./npm_package.ts";
import { type Release, ROOT } from "./release.ts";
import { releaseNotes } from "./release_notes.ts";
import { makeRpmPackages } from "./rpm_package.ts";
import { writeSbom } from "./sbom.ts";

/** The folder of a release with its notes. */
export const NOTES_FILE = "notes/NOTES.md";

/** Every step; each leaves files in the folder of the release. */
const STEPS: readonly ((release: Release) => Promise<void>)[] = [
  makeArchives,
  makeDebianPackages,
  makeRpmPackages,
  writeManifests, // of the archives' sums
  writeSbom,
  makeNpmPackage,
  writeSums, // of all that is downloaded
];

/** Options for {@linkcode makeRelease}. */
export interface MakeOptions {
  /** Whether it may be a version that has no day in the changelog yet. */
  readonly isDry: boolean;
}

/** Makes all files of a release. */
export async function makeRelease(
  release: Release,
  { isDry }: MakeOptions,
): Promise<void> {
  await writeNotes(release, isDry);
  for (const step of STEPS) await step(release);
}

async function writeNotes(
  { version, folder }: Release,
  isDry: boolean,
): Promise<void> {
  const changelog = await Deno.readTextFile(new URL("CHANGELOG.md", ROOT));
  const { date, text } = releaseNotes(changelog, version);
  if (!isDry && !/^\d{4}-\d\d-\d\d$/.test(date)) {
    throw new Error(
      `Cannot release ${version}: the changelog says "${date}" in the place of its day`,
    );
  }
  await Deno.mkdir(`${folder}/notes`, { recursive: true });
  await Deno.writeTextFile(`${folder}/${NOTES_FILE}`, text);
}
