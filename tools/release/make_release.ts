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

const DAY = /^\d{4}-\d\d-\d\d$/;

/** The file of a release with its notes. */
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

/** Options for {@linkcode makeRelease}; without a tag nobody gets the files. */
export interface MakeOptions {
  /** What the commit is tagged with. */
  readonly tag?: string | undefined;
  /** @default {"what is in CHANGELOG.md"} */
  readonly changelog?: string;
}

/**
 * Makes all files of a release.
 *
 * @throws {Error} The tag is not the version, or the changelog has no day for it.
 */
export async function makeRelease(
  release: Release,
  { tag, changelog }: MakeOptions = {},
): Promise<void> {
  const { version, folder } = release;
  if (tag !== undefined && tag !== `v${version}`) {
    throw new Error(`Cannot release ${tag}: deno.json says ${version}`);
  }
  const changes = changelog ??
    await Deno.readTextFile(new URL("CHANGELOG.md", ROOT));
  const { date, text } = releaseNotes(changes, version);
  if (tag !== undefined && !DAY.test(date)) {
    throw new Error(
      `Cannot release ${version}: the changelog says "${date}" in the place of its day`,
    );
  }
  await Deno.mkdir(`${folder}/notes`, { recursive: true });
  await Deno.writeTextFile(`${folder}/${NOTES_FILE}`, text);
  for (const step of STEPS) await step(release);
}
