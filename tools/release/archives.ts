/**
 * The archives that people unpack: one for each system, with a folder in it.
 *
 * @module
 */

import { type Target, TARGETS } from "../targets.ts";
import { type Documents, documents } from "./documents.ts";
import { type Content, layOut, packTar, packZip } from "./file_tree.ts";
import type { Release } from "./release.ts";

/** What a shell's script is called where people keep such scripts. */
const SCRIPT_NAMES: Readonly<Record<string, string>> = {
  bash: "ktn.bash",
  fish: "ktn.fish",
  zsh: "_ktn",
};

/** Returns the name of the archive for a target. */
export function archiveName({ version }: Release, target: Target): string {
  return `${folderName(version, target)}.${target.archive}`;
}

/** Returns the name of the folder in it. */
export function folderName(version: string, { name }: Target): string {
  return `ktn-${version}-${name}`;
}

/** Makes the archive of each target that has a binary. */
export async function makeArchives(release: Release): Promise<void> {
  const texts = await documents();
  for (const target of TARGETS) {
    const binary = release.binaries.get(target.name);
    if (binary === undefined) continue;
    const work = `${release.work}/archive-${target.name}`;
    const inner = `${work}/${folderName(release.version, target)}`;
    const files = archiveFiles(target, binary, texts);
    await layOut(inner, files, release);
    const archive = `${release.folder}/${archiveName(release, target)}`;
    if (target.archive === "zip") await packZip(archive, work);
    else await packTar(archive, work, release);
  }
}

function archiveFiles(
  { program }: Target,
  binary: string,
  { manual, licence, changes, completions }: Documents,
): ReadonlyMap<string, Content> {
  const scripts = [...completions].map(([shell, script]) =>
    [`completions/${SCRIPT_NAMES[shell]}`, script] as const
  );
  return new Map<string, Content>([
    [program, { from: binary }],
    ["ktn.1", manual],
    ["LICENSE", licence],
    ["CHANGELOG.md", changes],
    ...scripts,
  ]);
}
