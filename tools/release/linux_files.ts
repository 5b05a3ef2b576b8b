/**
 * Where things are on a Linux system that ktn is installed on by a package.
 *
 * @module
 */

import type { Documents } from "./documents.ts";
import type { Content } from "./file_tree.ts";
import { ROOT } from "./release.ts";
import { fillTemplate } from "./template.ts";

/** The file that an operator edits; a package never overwrites it. */
export const SETTINGS_FILE = "etc/default/ktn";

/** Returns what a package installs, without the binary, by path from `/`. */
export async function linuxFiles(
  { manual, licence, changes, completions }: Documents,
  zshFolder: string,
): Promise<ReadonlyMap<string, Content>> {
  const folders: Readonly<Record<string, string>> = {
    bash: "usr/share/bash-completion/completions/ktn",
    fish: "usr/share/fish/vendor_completions.d/ktn.fish",
    zsh: `usr/share/zsh/${zshFolder}/_ktn`,
  };
  const scripts = [...completions].flatMap(([shell, script]) => {
    const path = folders[shell];
    return path === undefined ? [] : [[path, script] as const];
  });
  const unit = new URL("tools/release/ktn.service", ROOT);
  return new Map<string, Content>([
    ["usr/lib/systemd/system/ktn.service", await Deno.readTextFile(unit)],
    [SETTINGS_FILE, await fillTemplate("settings", {})],
    ["usr/share/man/man1/ktn.1", manual],
    ["usr/share/doc/ktn/copyright", licence],
    ["usr/share/doc/ktn/changelog", changes],
    ...scripts,
  ]);
}
