/**
 * Folders that become archives and packages: the same files, of the same time,
 * give the same bytes.
 *
 * @module
 */

import { dirname } from "node:path";
import { timeOf } from "../commit.ts";
import type { Release } from "./release.ts";
import { runProgram } from "./run_program.ts";

/** A file: its text, or where to copy it from. */
export type Content = string | { readonly from: string };

/** Modes of what runs, and of what is read. */
const PROGRAM_MODE = 0o755;
const TEXT_MODE = 0o644;

/** Returns the names of what is in a folder, sorted. */
export function namesIn(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

/** Lays out files in a folder, all of the time of the commit. */
export async function layOut(
  folder: string,
  files: ReadonlyMap<string, Content>,
  { commit }: Release,
): Promise<void> {
  const time = timeOf(commit);
  for (const [name, content] of files) {
    const path = `${folder}/${name}`;
    await Deno.mkdir(dirname(path), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.copyFile(content.from, path);
    const isProgram = typeof content !== "string" || content.startsWith("#!");
    await setMode(path, isProgram ? PROGRAM_MODE : TEXT_MODE);
    await Deno.utime(path, time, time);
  }
}

async function setMode(path: string, mode: number): Promise<void> {
  if (Deno.build.os !== "windows") await Deno.chmod(path, mode);
}

/** Packs what is in a folder as a tar file, which its name may say is gzipped. */
export async function packTar(
  archive: string,
  folder: string,
  { commit }: Release,
): Promise<void> {
  const mtime = timeOf(commit).toISOString();
  await runProgram([
    ...["tar", "--create", "--file", archive, "--directory", folder],
    ...["--sort=name", `--mtime=${mtime}`, "--format=gnu"],
    ...["--owner=0", "--group=0", "--numeric-owner"],
    ...(archive.endsWith("gz") ? ["--use-compress-program=gzip -9n"] : []),
    ...namesIn(folder),
  ]);
}

/** Packs what is in a folder as a zip file. */
export async function packZip(archive: string, folder: string): Promise<void> {
  await Deno.remove(archive).catch(() => {}); // zip would add to an old one
  const pack = 'find * -type f | sort | zip -X -D -9 -q "$0" -@';
  const env = { TZ: "UTC", LC_ALL: "C" };
  await runProgram(["sh", "-c", pack, archive], { cwd: folder, env });
}
