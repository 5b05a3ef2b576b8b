/**
 * The files by which Homebrew, winget, Arch Linux and a shell script install
 * what was released: each knows the sums of the archives.
 *
 * @module
 */

import { type Target, TARGETS } from "../targets.ts";
import { archiveName, folderName } from "./archives.ts";
import { sumOf } from "./checksums.ts";
import { downloadsOf, type Release } from "./release.ts";
import { fillTemplate } from "./template.ts";

/** Templates, and where the files go that are made of them. */
const FILES: ReadonlyMap<string, string> = new Map([
  ["ktn.rb", "homebrew/ktn.rb"],
  ["PKGBUILD", "arch/PKGBUILD"],
  ["winget/version.yaml", "winget/ktn.ktn.yaml"],
  ["winget/installer.yaml", "winget/ktn.ktn.installer.yaml"],
  ["winget/locale.yaml", "winget/ktn.ktn.locale.en-US.yaml"],
  ["install.sh", "install.sh"],
]);

/** The folder of a release with what is not downloaded but sent on. */
export const MANIFESTS = "manifests";

/** Writes them; the archives of all targets must be there. */
export async function writeManifests(release: Release): Promise<void> {
  const words = { ...wordsOf(release), ...await archiveWords(release) };
  for (const [template, name] of FILES) {
    const isScript = name === "install.sh"; // which people download
    const path = `${release.folder}/${isScript ? "" : `${MANIFESTS}/`}${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, await fillTemplate(template, words));
    if (isScript) await Deno.chmod(path, 0o755);
  }
}

function wordsOf(release: Release): Readonly<Record<string, string>> {
  const { version, home, maintainer } = release;
  return { version, home, maintainer, downloads: downloadsOf(release) };
}

/** Words such as `sum_linux_x64`, `url_linux_x64` and `folder_linux_x64`. */
async function archiveWords(
  release: Release,
): Promise<Readonly<Record<string, string>>> {
  const words = TARGETS.map(async (target: Target) => {
    const archive = archiveName(release, target);
    const key = target.name.replace("-", "_");
    return {
      [`sum_${key}`]: await sumOf(`${release.folder}/${archive}`),
      [`url_${key}`]: `${downloadsOf(release)}/${archive}`,
      [`folder_${key}`]: folderName(release.version, target),
    };
  });
  return Object.assign({}, ...await Promise.all(words));
}
