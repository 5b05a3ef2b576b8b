/**
 * On what it was measured: the machine and the versions of the programs.
 *
 * @module
 */

import type { Contender } from "./contender.ts";

/** Returns one paragraph. */
export function describeMachine(folder: string): string {
  const date = new Date().toISOString().slice(0, 10);
  const cores = `${navigator.hardwareConcurrency} cores (${processor()})`;
  const system = `Linux ${Deno.osRelease()}, Deno ${Deno.version.deno}`;
  return `Measured on ${date}: ${cores}, ${system}; ktn's data on ${
    fileSystem(folder)
  }.`;
}

/** Returns the packages of those that take part. */
export function describePrograms(contenders: readonly Contender[]): string {
  return contenders
    .flatMap(({ program }) => program ?? [])
    .map((program) => `${program} ${packageVersion(program)}`)
    .join(", ");
}

/** Whether a program is installed. */
export function isInstalled(program: string): boolean {
  return run("sh", "-c", `command -v ${program}`) !== "";
}

function processor(): string {
  const text = Deno.readTextFileSync("/proc/cpuinfo");
  return /^model name\s*: (.*)$/m.exec(text)?.[1] ?? Deno.build.arch;
}

function fileSystem(folder: string): string {
  return run("stat", "--file-system", "--format=%T", folder) || "?";
}

function packageVersion(program: string): string {
  return run("dpkg-query", "-W", "-f=${Version}", program) || "?";
}

/** Returns what a program printed, nothing if it failed. */
function run(program: string, ...args: readonly string[]): string {
  try {
    const { success, stdout } = new Deno.Command(program, {
      args: [...args],
      stderr: "null",
    }).outputSync();
    return success ? new TextDecoder().decode(stdout).trim() : "";
  } catch {
    return ""; // not installed
  }
}
