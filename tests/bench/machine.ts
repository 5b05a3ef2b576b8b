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
    .flatMap(({ program, title }) => program ? [{ program, title }] : [])
    .map(({ program, title }) =>
      program.includes("/")
        ? `${title}, by nats-server ${natsVersion(program)}`
        : `${program} ${packageVersion(program)}`
    )
    .join(", ");
}

/**
 * Returns a nats-server that can sync each message, which Debian 12 has not; the
 * script beside the project puts one of a newer Debian into the cache.
 */
export function findJetStream(): string | undefined {
  const home = `${Deno.env.get("HOME")}/.cache`;
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? home;
  const newer = `${cache}/nats-server-debian/sid/usr/sbin/nats-server`;
  const installed = run("sh", "-c", "command -v nats-server");
  return [installed, newer].find(canSyncEach);
}

/** Since 2.10. */
function canSyncEach(program: string): boolean {
  const [major = 0, minor = 0] = natsVersion(program).split(".").map(Number);
  return major > 2 || (major === 2 && minor >= 10);
}

function natsVersion(program: string): string {
  return /v([\d.]+)/.exec(run(program, "--version"))?.[1] ?? "?";
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
