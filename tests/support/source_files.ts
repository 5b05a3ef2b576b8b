/**
 * The project's own files, and what they import.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);
const IMPORT = /(?:\bfrom\s+|\bimport\(\s*|^import\s+)"([^"]+)"/gm;

/** What is loaded with a file; types are not. */
const LOADED = /^(?:im|ex)port\s+(?!type\b)[^;]*?\bfrom\s+"(\.[^"]+)"/gm;

/** A file of the project. */
export interface SourceFile {
  /** Seen from the top, such as `server/log/log.ts`. */
  readonly path: string;
  readonly text: string;
  /** The project's files it imports, seen from the top. */
  readonly imports: readonly string[];
  /** What else it imports, as it is written. */
  readonly packages: readonly string[];
}

/** Reads a file of the project. */
export async function readProjectFile(path: string): Promise<string> {
  return await Deno.readTextFile(new URL(path, ROOT));
}

/** What stands at the top. */
const TOP = ["main.ts"];

/** Reads the program's files at the top, and all TypeScript in these folders. */
export async function sourceFiles(
  folders: readonly string[],
): Promise<readonly SourceFile[]> {
  const paths = await Promise.all(folders.map(pathsIn));
  const all = [...TOP, ...paths.flat()];
  return await Promise.all(all.map(async (path) => {
    const text = await readProjectFile(path);
    const imported = [...text.matchAll(IMPORT)].map(([, target = ""]) =>
      target
    );
    const isOwn = (target: string) => /^\.{1,2}\//.test(target);
    return {
      path,
      text,
      imports: imported.filter(isOwn).map((target) => resolve(path, target)),
      packages: imported.filter((target) => !isOwn(target)),
    };
  }));
}

/** Returns the project's files that are loaded with one, itself among them. */
export async function importsOf(path: string): Promise<readonly string[]> {
  const loaded = new Set([path]);
  for (const one of loaded) { // those added meanwhile are visited too
    const text = await readProjectFile(one);
    for (const [, target = ""] of text.matchAll(LOADED)) {
      loaded.add(resolve(one, target));
    }
  }
  return [...loaded];
}

/** Returns the paths of all tests and contracts. */
export async function testPaths(): Promise<readonly string[]> {
  const paths = await pathsIn("tests");
  return paths.filter((path) => /_(?:test|contract)\.ts$/.test(path));
}

async function pathsIn(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (
    const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))
  ) {
    const path = `${folder}/${name}`;
    if (isDirectory) paths.push(...await pathsIn(path));
    else if (name.endsWith(".ts") && !name.endsWith(".d.ts")) paths.push(path);
  }
  return paths;
}

function resolve(from: string, target: string): string {
  const base = new URL(from, ROOT);
  return new URL(target, base).href.slice(ROOT.href.length);
}
