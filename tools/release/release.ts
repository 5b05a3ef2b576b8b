/**
 * What is released: the version, of which commit, from binaries that are there.
 *
 * @module
 */

import { type Commit, describeCommit } from "../commit.ts";
import { VERSION } from "../../shared/version.ts";

/** The project, seen from here. */
export const ROOT = new URL("../../", import.meta.url);

/** A release that is being made. */
export interface Release {
  /** `MAJOR.MINOR.PATCH`. */
  readonly version: string;
  /** Where people find the project, such as its page at a forge. */
  readonly home: string;
  /** Who answers for packages, as `NAME <ADDRESS>`. */
  readonly maintainer: string;
  /** Where the binary of a target is, by the name of the target. */
  readonly binaries: ReadonlyMap<string, string>;
  /** Where the files of the release go. */
  readonly folder: string;
  /** Where the steps may leave what they need; the caller removes it. */
  readonly work: string;
  /** What it is made of, where that is known. */
  readonly commit: Commit | undefined;
}

/** Where nobody answers; what a release is made with that nobody gets. */
export const NOWHERE = {
  home: "https://ktn.invalid",
  maintainer: "Nobody <nobody@ktn.invalid>",
} as const;

/** Returns a release of the commit that is checked out. */
export async function releaseOf(
  given: Omit<Release, "version" | "commit">,
): Promise<Release> {
  return { ...given, version: VERSION, commit: await describeCommit() };
}

/** Returns where the files of a release are downloaded. */
export function downloadsOf({ home, version }: Release): string {
  return `${home}/releases/download/v${version}`;
}
