/**
 * Makes the files of a release of the binaries that `deno task compile --all`
 * left in `dist`, in `dist/release`.
 *
 *     deno task release --tag v1.2.3 --home URL --maintainer "NAME <ADDRESS>"
 *     deno task release:dry
 *
 * The second makes everything that needs no other system, with a stand-in in
 * the place of each binary that is missing.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { makeStandIn } from "../stand_in.ts";
import { TARGETS } from "../targets.ts";
import { makeRelease } from "./make_release.ts";
import { NOWHERE, releaseOf } from "./release.ts";

const DIST = "dist";
const FOLDER = `${DIST}/release`;

async function main(args: readonly string[]): Promise<number> {
  const options = parseArgs([...args], {
    string: ["tag", "home", "maintainer"],
    boolean: ["dry"],
    default: NOWHERE,
  });
  await Deno.mkdir(DIST, { recursive: true });
  await Deno.remove(FOLDER, { recursive: true }).catch(() => {}); // no old one
  await Deno.mkdir(FOLDER);
  const work = await Deno.makeTempDir({ dir: DIST, prefix: "work-" });
  try {
    const dist = await Deno.realPath(DIST);
    const release = await releaseOf({
      home: String(options.home),
      maintainer: String(options.maintainer),
      binaries: options.dry ? await standIns(dist) : await binariesIn(dist),
      folder: await Deno.realPath(FOLDER),
      work: await Deno.realPath(work),
    });
    const tag = options.tag === undefined ? undefined : String(options.tag);
    await makeRelease(release, { tag });
    return 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

async function binariesIn(dist: string): Promise<ReadonlyMap<string, string>> {
  const binaries = new Map<string, string>();
  for (const { name, program } of TARGETS) {
    const path = `${dist}/${name}/${program}`;
    if (!(await Deno.stat(path)).isFile) throw new Error(`No file: ${path}`);
    binaries.set(name, path);
  }
  return binaries;
}

async function standIns(dist: string): Promise<ReadonlyMap<string, string>> {
  const path = `${dist}/stand-in`;
  await makeStandIn(path);
  return new Map(TARGETS.map(({ name }) => [name, path]));
}

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text + "\n"));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
