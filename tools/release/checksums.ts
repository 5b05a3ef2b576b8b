/**
 * What a downloaded file must be: SHA-256 sums.
 *
 * @module
 */

import { namesIn } from "./file_tree.ts";
import type { Release } from "./release.ts";

/** The file with the sums of all others. */
export const SUMS_FILE = "SHA256SUMS";

/** Returns the sum of a file in hexadecimal digits. */
export async function sumOf(path: string): Promise<string> {
  const bytes = await Deno.readFile(path);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** Writes the sums of all files of a release, as `sha256sum --check` reads them. */
export async function writeSums({ folder }: Release): Promise<void> {
  const lines: string[] = [];
  for (const name of namesIn(folder)) {
    const { isFile } = await Deno.stat(`${folder}/${name}`);
    if (!isFile || name === SUMS_FILE) continue;
    lines.push(`${await sumOf(`${folder}/${name}`)}  ${name}\n`);
  }
  await Deno.writeTextFile(`${folder}/${SUMS_FILE}`, lines.join(""));
}
