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

/** The runtime file could not be had; everything else is a mistake of ours. */
const UNREACHABLE = /denort.*error sending request|Setting up base binary/s;

/** What `ktn version` reads in a binary: the commit it was made of. */
const COMMIT_FILE = "dist/commit";

/** What came of it. */
export type Compiled =
  | { readonly kind: "made"; readonly path: string }
  /** Deno's runtime file could not be downloaded. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "failed"; readonly detail: string };

/** Compiles the program into a binary at `path`. */
export async function compile(path: string): Promise<Compiled> {
  const root = new URL("../", import.meta.url);
  const isCommitKnown = await writeCommit(root);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "compile",
      "--quiet",
      "--lock=deno.lock",
      "--exclude-unused-npm",
      ...RIGHTS,
      ENGINE,
      ...(isCommitKnown ? ["--include", COMMIT_FILE] : []),
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

/** Returns whether the commit is known; sources may come without history. */
async function writeCommit(root: URL): Promise<boolean> {
  const commit = await describeCommit(root);
  if (commit === undefined) return false;
  await Deno.mkdir(new URL("dist", root), { recursive: true });
  await Deno.writeTextFile(new URL(COMMIT_FILE, root), commit);
  return true;
}

/** The commit, with "-dirty" where the files are not those of it. */
async function describeCommit(root: URL): Promise<string | undefined> {
  const args = ["describe", "--always", "--dirty", "--exclude=*"];
  const command = new Deno.Command("git", { args, cwd: root, stderr: "null" });
  try {
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return undefined; // no git on this machine
  }
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
