/**
 * All files of a release, made for tests: with a stand-in in the place of each
 * binary, which works on this machine only.
 *
 * @module
 */

import { makeRelease } from "../../tools/release/make_release.ts";
import {
  NOWHERE,
  type Release,
  releaseOf,
} from "../../tools/release/release.ts";
import { makeStandIn } from "../../tools/stand_in.ts";
import { TARGETS } from "../../tools/targets.ts";
import { hasProgram, lacking } from "./effort.ts";
import { TempFolder } from "./temp_folder.ts";

/** What making one needs and this machine lacks; see `lacking()`. */
export const NO_RELEASE: string | undefined = lacking({
  Linux: Deno.build.os === "linux",
  ...Object.fromEntries(
    ["dpkg-deb", "npm", "rpmbuild", "tar", "zip"]
      .map((name) => [name, hasProgram(name)]),
  ),
});

/** The target that this machine is. */
export const HERE: string = Deno.build.arch === "aarch64"
  ? "linux-arm64"
  : "linux-x64";

/** A release in folders that go away. */
export class DryRelease implements AsyncDisposable {
  private constructor(
    readonly release: Release,
    readonly temporary: TempFolder,
  ) {}

  /** Where its files are. */
  get folder(): string {
    return this.release.folder;
  }

  /** Makes a release of a stand-in for every target; no files yet. */
  static async begin(): Promise<DryRelease> {
    const temporary = await TempFolder.make();
    const { path } = temporary;
    await makeStandIn(`${path}/ktn`);
    for (const name of ["release", "work"]) await Deno.mkdir(`${path}/${name}`);
    const release = await releaseOf({
      ...NOWHERE,
      binaries: new Map(TARGETS.map(({ name }) => [name, `${path}/ktn`])),
      folder: `${path}/release`,
      work: `${path}/work`,
    });
    return new DryRelease(release, temporary);
  }

  /** Makes one with all its files. */
  static async make(): Promise<DryRelease> {
    const dry = await DryRelease.begin();
    await makeRelease(dry.release);
    return dry;
  }

  /** Makes a folder beside its files. */
  async scratch(name: string): Promise<string> {
    const path = `${this.temporary.path}/${name}`;
    await Deno.mkdir(path, { recursive: true });
    return path;
  }

  /** Removes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.temporary[Symbol.asyncDispose]();
  }
}
