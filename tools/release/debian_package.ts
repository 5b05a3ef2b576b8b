/**
 * The packages for Debian, Ubuntu and their kin.
 *
 * @module
 */

import { TARGETS } from "../targets.ts";
import { documents } from "./documents.ts";
import { type Content, layOut } from "./file_tree.ts";
import { linuxFiles, SETTINGS_FILE } from "./linux_files.ts";
import type { Release } from "./release.ts";
import { runProgram } from "./run_program.ts";
import { fillTemplate } from "./template.ts";
import { timeOf } from "../commit.ts";

/** What dpkg runs when it installs, and before it removes. */
const SCRIPTS = ["postinst", "prerm"];

/** Makes a package for each Linux target that has a binary. */
export async function makeDebianPackages(release: Release): Promise<void> {
  const texts = await documents();
  for (const { name, debian } of TARGETS) {
    const binary = release.binaries.get(name);
    if (binary === undefined || !name.startsWith("linux-")) continue;
    const work = `${release.work}/debian-${name}`;
    const files = new Map<string, Content>([
      ...await linuxFiles(texts, "vendor-completions"),
      ["usr/bin/ktn", { from: binary }],
      ...await controlFiles(release, debian),
    ]);
    await layOut(work, files, release);
    await runProgram(["gzip", "-9n", `${work}/usr/share/man/man1/ktn.1`]);
    await runProgram(["gzip", "-9n", `${work}/usr/share/doc/ktn/changelog`]);
    const file = `ktn_${release.version}_${debian}.deb`;
    const build = ["dpkg-deb", "--build", "--root-owner-group", "-Zxz"];
    const seconds = timeOf(release.commit).getTime() / 1000;
    const env = { SOURCE_DATE_EPOCH: `${seconds}` };
    await runProgram([...build, work, `${release.folder}/${file}`], { env });
  }
}

async function controlFiles(
  { version, home, maintainer }: Release,
  architecture: string,
): Promise<ReadonlyMap<string, string>> {
  const words = { version, home, maintainer, architecture };
  const scripts = SCRIPTS.map(async (name) =>
    [`DEBIAN/${name}`, await fillTemplate(`debian/${name}`, {})] as const
  );
  return new Map([
    ["DEBIAN/control", await fillTemplate("debian/control", words)],
    ["DEBIAN/conffiles", `/${SETTINGS_FILE}\n`],
    ...await Promise.all(scripts),
  ]);
}
