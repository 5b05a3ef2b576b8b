/**
 * The files of the container image: the binary, the C library that it needs
 * from the system this runs on, and an empty data folder; nothing else.
 *
 * @module
 */

import { dirname } from "node:path";
import { timeOf } from "../commit.ts";
import { type Content, layOut, namesIn } from "./file_tree.ts";
import { NOWHERE, type Release, releaseOf } from "./release.ts";
import { runProgram } from "./run_program.ts";
import { fillTemplate } from "./template.ts";

/** Who the server is in the image; the number that others use for nobody, too. */
const USER = 65532;

/** The folder of a release with what an image is built of. */
export const IMAGE_FOLDER = "image";

/** Where the history is; a volume that is made there is of that user. */
const DATA = "var/lib/ktn";

const TEXTS: ReadonlyMap<string, string> = new Map([
  ["etc/passwd", `ktn:x:${USER}:${USER}:ktn:/${DATA}:/sbin/nologin\n`],
  ["etc/group", `ktn:x:${USER}:\n`],
  ["etc/nsswitch.conf", "hosts: files dns\n"],
]);

/** Options for {@linkcode makeImageFiles}. */
export interface ImageOptions {
  /** What becomes `/usr/bin/ktn`; made for the system this runs on. */
  readonly binary: string;
  /** A program that needs the same libraries; the binary, if it is one. */
  readonly needs?: string;
}

/** Makes the folder that an image is built in, and returns it. */
export async function makeImageFiles(
  release: Release,
  { binary, needs = binary }: ImageOptions,
): Promise<string> {
  const root = `${release.work}/image-root`;
  const libraries = (await librariesOf(needs)).map((path) =>
    [path.slice(1), { from: path }] as const
  );
  const files = new Map<string, Content>([
    ...TEXTS,
    ...libraries,
    ["usr/bin/ktn", { from: binary }],
  ]);
  await layOut(root, files, release);
  const folder = `${release.folder}/${IMAGE_FOLDER}`;
  await Deno.mkdir(folder, { recursive: true });
  await packRoot(root, `${folder}/root.tar`, release);
  const { version, home } = release;
  const commit = release.commit?.commit ?? "";
  const text = await fillTemplate("Containerfile", {
    ...{ version, home, commit, user: `${USER}`, data: `/${DATA}` },
  });
  await Deno.writeTextFile(`${folder}/Containerfile`, text);
  return folder;
}

/** The data belongs to the server's user; a scratch folder to everybody. */
async function packRoot(
  root: string,
  archive: string,
  { commit }: Release,
): Promise<void> {
  await Deno.mkdir(`${root}/${DATA}`, { recursive: true });
  await Deno.chmod(`${root}/${DATA}`, 0o700);
  await Deno.mkdir(`${root}/tmp`);
  await Deno.chmod(`${root}/tmp`, 0o1777);
  const time = `--mtime=${timeOf(commit).toISOString()}`;
  const tar = (...args: string[]) =>
    runProgram(["tar", "--directory", root, "--file", archive, time, ...args]);
  const owned = (id: number) => [`--owner=${id}`, `--group=${id}`];
  const others = [`--exclude=${DATA}`, ...namesIn(root)];
  await tar(
    "--create",
    "--sort=name",
    "--numeric-owner",
    ...owned(0),
    ...others,
  );
  await tar("--append", "--numeric-owner", ...owned(USER), DATA);
}

/** Returns the paths of what the system's loader loads for a program. */
async function librariesOf(program: string): Promise<readonly string[]> {
  const said = await runProgram(["ldd", program]);
  const paths = [...said.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)]
    .map(([, path = ""]) => path);
  if (paths.some((path) => dirname(path).startsWith("/lib"))) return paths;
  throw new Error(`Cannot find the C library of ${program}: ${said}`);
}

/** `deno task release:image`: of the binary in `dist/ktn`. */
async function main(): Promise<void> {
  const work = await Deno.makeTempDir({ prefix: "ktn" });
  try {
    const given = { ...NOWHERE, binaries: new Map(), folder: "dist", work };
    const [home = NOWHERE.home] = Deno.args;
    const release = await releaseOf({ ...given, home });
    await makeImageFiles(release, { binary: "dist/ktn" });
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

if (import.meta.main) await main();
