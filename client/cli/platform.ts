/**
 * This machine, as the table of commands sees it: streams, variables, files.
 *
 * @module
 */

import type { Platform } from "../../shared/platform.ts";
import { Output, standardOutput } from "../scripts/output.ts";
import type { Build } from "../../shared/version.ts";
import { askShell, type Launch } from "./launch.ts";
import { listenForRestart, stopSignals } from "./stop_signals.ts";

/** Where there is no terminal, and it is not said how wide lines may be. */
const DEFAULT_COLUMNS = 80;

/** Returns the machine this program runs on. */
export function denoPlatform(): Platform {
  const environment = Deno.env.toObject();
  const out = standardOutput();
  const err = new Output(Deno.stderr);
  let launch: Launch | undefined;
  return {
    os: Deno.build.os,
    environment,
    get columns() {
      return Number(environment.COLUMNS) || outputColumns() || DEFAULT_COLUMNS;
    },
    out: (text) => out.write(text + "\n"),
    err: (text) => err.write(text + "\n"),
    // Help needs neither, and is there 5 ms sooner.
    get listenForStop() {
      return stopSignals((launch ??= askShell()).ignored);
    },
    get maxFiles() {
      return (launch ??= askShell()).maxFiles;
    },
    listenForRestart,
    forbidPrograms,
    readTextFile,
  };
}

/** Gives up for good the right to run other programs. */
export function forbidPrograms(): void {
  Deno.permissions.revokeSync({ name: "run" });
}

/** Returns what this program was built of and runs on. */
export function denoBuild(): Build {
  return { ...Deno.version, platform: Deno.build.target, ...builtOf() };
}

/** The commit and its date, if tools/bundle.ts wrote them beside the program. */
function builtOf(): Pick<Build, "commit" | "date"> {
  try {
    const file = new URL("build.json", Deno.mainModule);
    const { commit, date } = JSON.parse(Deno.readTextFileSync(file));
    return { commit: String(commit), date: String(date) };
  } catch {
    return {}; // it runs from its sources, or is made of some without history
  }
}

/** Returns the cells of a row where standard output is a terminal. */
export function outputColumns(): number | undefined {
  if (!Deno.stdout.isTerminal()) return undefined;
  try {
    return Deno.consoleSize().columns || DEFAULT_COLUMNS;
  } catch {
    return DEFAULT_COLUMNS; // a terminal that does not tell its size
  }
}

function readTextFile(path: string, maxBytes: number): string {
  using file = Deno.openSync(path);
  const bytes = new Uint8Array(maxBytes + 1);
  let length = 0;
  for (;;) {
    const count = file.readSync(bytes.subarray(length));
    if (!count) break; // the end, or too long
    length += count;
  }
  if (length > maxBytes) throw new Error(`it is longer than ${maxBytes} bytes`);
  return new TextDecoder("utf-8", { fatal: true })
    .decode(bytes.subarray(0, length));
}
