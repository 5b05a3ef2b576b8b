/**
 * The packages for Fedora, openSUSE and their kin.
 *
 * @module
 */

import { timeOf } from "../commit.ts";
import { TARGETS } from "../targets.ts";
import { documents } from "./documents.ts";
import { type Content, layOut } from "./file_tree.ts";
import { linuxFiles } from "./linux_files.ts";
import type { Release } from "./release.ts";
import { runProgram } from "./run_program.ts";
import { fillTemplate } from "./template.ts";

/** Makes a package for each Linux target that has a binary. */
export async function makeRpmPackages(release: Release): Promise<void> {
  const texts = await documents();
  for (const { name, machine } of TARGETS) {
    const binary = release.binaries.get(name);
    if (binary === undefined || !name.startsWith("linux-")) continue;
    const work = `${release.work}/rpm-${name}`;
    const files = new Map<string, Content>([
      ...await linuxFiles(texts, "site-functions"),
      ["usr/bin/ktn", { from: binary }],
    ]);
    await layOut(`${work}/files`, files, release);
    const { version, home, maintainer } = release;
    const words = { version, home, maintainer, files: `${work}/files` };
    const spec = await fillTemplate("ktn.spec", words);
    await Deno.writeTextFile(`${work}/ktn.spec`, spec);
    await build(work, machine, release);
    const file = `ktn-${version}-1.${machine}.rpm`;
    await Deno.copyFile(
      `${work}/RPMS/${machine}/${file}`,
      `${release.folder}/${file}`,
    );
  }
}

async function build(
  work: string,
  machine: string,
  { commit }: Release,
): Promise<void> {
  const define = (name: string, value: string) => ["-D", `${name} ${value}`];
  const seconds = timeOf(commit).getTime() / 1000;
  await runProgram([
    ...["rpmbuild", "-bb", "--quiet", "--target", `${machine}-linux`],
    ...define("_topdir", work),
    ...define("_dbpath", `${work}/db`),
    ...define("_buildhost", "ktn.invalid"),
    ...define("use_source_date_epoch_as_buildtime", "1"),
    ...define("clamp_mtime_to_source_date_epoch", "1"),
    `${work}/ktn.spec`,
  ], { env: { SOURCE_DATE_EPOCH: `${seconds}` } });
}
