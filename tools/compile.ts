/**
 * Makes the standalone `ktn`, for one system or for all that a release has: the
 * program and nothing but what it imports, with the smallest rights baked in.
 *
 *     deno task compile [--target linux-arm64 | --all] [--output PATH]
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { bundle, dataFilesIn, MAIN_FILE } from "./bundle.ts";
import { type Target, targetOf, TARGETS } from "./targets.ts";

/** Where everything that is made goes. */
const FOLDER = "dist";

/**
 * What the binary may do: reach the network, keep its data and its clients'
 * unsent messages, read KTN_* and what a terminal needs to know, and run the
 * programs a person at a terminal names, such as an editor, what notices that
 * nobody reads a follower, and the shell that knows which signals are ignored: a
 * right all other commands give up before they begin. It may not load native
 * code, or ask for more.
 */
export const RIGHTS: readonly string[] = [
  "--no-prompt",
  "--allow-net",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys=hostname",
  "--allow-run",
  "--deny-ffi",
];

/**
 * The young generation of the heap stays small: with V8's default it grows to
 * 32 MB while many people join, more than half of what they cost.
 */
const ENGINE = "--v8-flags=--max-semi-space-size=2";

/**
 * What Deno is given to run the bundled program: its rights, its engine
 * settings, and that nothing of this machine or the network is part of it.
 */
export const DENO_FLAGS: readonly string[] = [
  ...["--no-config", "--no-lock", "--no-npm", "--no-remote"],
  ...RIGHTS,
  ENGINE,
];

/** The runtime file could not be had; everything else is a mistake of ours. */
const UNREACHABLE = /denort.*error sending request|Setting up base binary/s;

/** What came of it. */
export type Compiled =
  | { readonly kind: "made"; readonly path: string }
  /** Deno's runtime file could not be downloaded. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "failed"; readonly detail: string };

/** Options for {@linkcode compile}. */
export interface CompileOptions {
  /** The folder that {@linkcode bundle} made. */
  readonly program: string;
  /** Where the binary goes; Windows adds `.exe`. */
  readonly output: string;
  /** The system it is for; else this one. */
  readonly target?: Target | undefined;
  /** Deno's runtime file; else what DENORT_BIN names, or a downloaded one. */
  readonly runtime?: string | undefined;
}

/** Compiles a bundled program into a binary. */
export async function compile(
  { program, output, target, runtime }: CompileOptions,
): Promise<Compiled> {
  const path = await absolute(output);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      // A cache of compiled code would be a file that anybody can lay down.
      ...["compile", "--quiet", "--no-code-cache"],
      ...DENO_FLAGS,
      ...target ? ["--target", target.triple] : [],
      ...dataFilesIn(program).flatMap((name) => ["--include", name]),
      ...["--app-name", "ktn", "--output", path, MAIN_FILE],
    ],
    cwd: program,
    env: runtime === undefined ? {} : { DENORT_BIN: runtime },
    stderr: "piped",
  }).output();
  if (success) return { kind: "made", path: output };
  const detail = new TextDecoder().decode(stderr);
  return UNREACHABLE.test(detail)
    ? { kind: "unreachable" }
    : { kind: "failed", detail };
}

async function absolute(path: string): Promise<string> {
  const folder = path.replace(/[^/]+$/, "") || "./";
  await Deno.mkdir(folder, { recursive: true });
  return `${await Deno.realPath(folder)}/${path.slice(folder.length)}`;
}

async function main(args: readonly string[]): Promise<number> {
  const { target: name, output, all } = parseArgs([...args], {
    string: ["target", "output"],
    boolean: ["all"],
  });
  const one = name === undefined ? undefined : targetOf(String(name));
  await Deno.mkdir(FOLDER, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: FOLDER, prefix: "program-" });
  try {
    const program = await Deno.realPath(folder);
    await bundle(program);
    for (const target of all ? TARGETS : [one]) {
      const path = output === undefined ? placeOf(target) : String(output);
      if (!report(await compile({ program, output: path, target }))) return 1;
    }
    return 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Where a binary goes when nobody says otherwise. */
function placeOf(target: Target | undefined): string {
  return target ? `${FOLDER}/${target.name}/ktn` : `${FOLDER}/ktn`;
}

/** Returns whether it was made. */
function report(compiled: Compiled): boolean {
  switch (compiled.kind) {
    case "made":
      say(`Made ${compiled.path}`);
      return true;
    case "unreachable":
      say(
        "Cannot make the binary: Deno's runtime file cannot be downloaded here; set DENORT_BIN to a local copy (denort, from the Deno release of the same version)",
      );
      return false;
    case "failed":
      say(compiled.detail);
      return false;
  }
}

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text + "\n"));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
