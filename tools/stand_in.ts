/**
 * A stand-in for the compiled `ktn` where Deno's runtime file cannot be had: a
 * shell script that runs the same bundled program, with the same rights and
 * engine settings, by the Deno that is installed. For tests, not for release.
 *
 * @module
 */

import { bundle, MAIN_FILE } from "./bundle.ts";
import { DENO_FLAGS } from "./compile.ts";

/** Makes it at a path; the program is in a folder beside it, `PATH.program`. */
export async function makeStandIn(path: string): Promise<void> {
  const program = `${path}.program`;
  await Deno.remove(program, { recursive: true }).catch(() => {}); // there is none
  await bundle(program);
  const main = `${await Deno.realPath(program)}/${MAIN_FILE}`;
  const words = [Deno.execPath(), "run", ...DENO_FLAGS, main];
  const call = words.map((word) => `'${word}'`).join(" ");
  await Deno.writeTextFile(path, `#!/bin/sh\nexec ${call} "$@"\n`);
  await Deno.chmod(path, 0o755);
}
