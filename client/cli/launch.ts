/**
 * What this program was started with and no API of Deno tells: signals that are
 * ignored, and the limit of open files. A shell tells both, which inherits them.
 *
 * @module
 */

import type { StopSignal } from "../../shared/platform.ts";

/** What a program was started with. */
export interface Launch {
  /** Signals that its starter wants to be ignored. */
  readonly ignored: readonly StopSignal[];
  /** How many files it may have open; missing where nobody knows. */
  readonly maxFiles?: number;
}

/**
 * Those that are ignored when one asks for it. SIGTERM is not among them, so
 * that a supervisor can end us however it was started itself.
 */
const IGNORABLE: readonly StopSignal[] = ["SIGHUP", "SIGINT"];

/**
 * Writes the limit; then sends itself each signal, and writes the names of those
 * of which it has heard nothing: no shell can set a trap for what was ignored
 * when it was started.
 */
const PROBE =
  'ulimit -n; for s; do n=SIG$s; trap "n=" $s; kill -s $s $$; echo $n; done';

/**
 * Asks a shell; that takes 5 ms. To be called before anything is waited for,
 * since Deno listens to some signals then, and before the right to run programs
 * is given up. Deno lets nobody read /proc who has not every right. Not
 * `ps -o ignored=`, which small systems lack, or know without that column.
 */
export function askShell(): Launch {
  if (Deno.build.os === "windows") return { ignored: [] };
  const names = IGNORABLE.map((signal) => signal.replace("SIG", ""));
  try {
    const { stdout } = new Deno.Command("sh", {
      args: ["-c", PROBE, "sh", ...names],
      // The right to run `sh` alone does not cover variables such as LD_PRELOAD.
      clearEnv: true,
      stdin: "null",
      stderr: "null",
    }).outputSync();
    return launchOf(new TextDecoder().decode(stdout).split("\n"));
  } catch {
    return { ignored: [] }; // there is no shell, or we may not run it
  }
}

function launchOf([limit = "", ...said]: readonly string[]): Launch {
  const ignored = IGNORABLE.filter((signal) => said.includes(signal));
  const maxFiles = limit === "unlimited" ? Infinity : Number(limit);
  return maxFiles > 0 ? { ignored, maxFiles } : { ignored };
}
