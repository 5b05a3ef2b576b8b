/**
 * Makes the standalone `ktn`: the program and nothing but what it imports, with
 * the smallest rights baked in. Knows nothing of what the program does.
 *
 * @module
 */

/** Where the binary goes when nobody says otherwise. */
const TARGET = "dist/ktn";

/**
 * What the binary may do: reach the network, keep its data and its clients'
 * unsent messages, read KTN_* and what a terminal needs to know. It may not run
 * programs, load native code, or ask for more.
 */
const RIGHTS = [
  "--no-prompt",
  "--allow-net",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys=hostname",
  "--deny-run",
  "--deny-ffi",
];

/**
 * The young generation of the heap stays small: with V8's default it grows to
 * 32 MB while many people join, more than half of what they cost.
 */
const ENGINE = "--v8-flags=--max-semi-space-size=2";

/** The runtime file could not be had; everything else is a mistake of ours. */
const UNREACHABLE = /denort.*error sending request|Setting up base binary/s;

/** What came of it. */
export type Compiled =
  | { readonly kind: "made"; readonly path: string }
  /** Deno's runtime file could not be downloaded. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "failed"; readonly detail: string };

/** Compiles the program into a binary at `path`. */
export async function compile(path: string): Promise<Compiled> {
  const root = new URL("../", import.meta.url);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "compile",
      "--quiet",
      "--exclude-unused-npm",
      ...RIGHTS,
      ENGINE,
      "--output",
      path,
      "main.ts",
    ],
    cwd: root,
    stderr: "piped",
  }).output();
  if (success) return { kind: "made", path };
  const detail = new TextDecoder().decode(stderr);
  return UNREACHABLE.test(detail)
    ? { kind: "unreachable" }
    : { kind: "failed", detail };
}

function report(compiled: Compiled): number {
  switch (compiled.kind) {
    case "made":
      say(`Made ${compiled.path}`);
      return 0;
    case "unreachable":
      say(
        "Cannot make the binary: Deno's runtime file cannot be downloaded here; set DENORT_BIN to a local copy (denort, from the Deno release of the same version)",
      );
      return 1;
    case "failed":
      say(compiled.detail);
      return 1;
  }
}

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text + "\n"));
}

if (import.meta.main) Deno.exit(report(await compile(Deno.args[0] ?? TARGET)));
