import { assert, assertEquals, assertMatch } from "@std/assert";
import { SERVE_FLAGS } from "../server/cli/options.ts";
import { REQUESTS } from "../server/requests/mod.ts";
import {
  readProjectFile,
  type SourceFile,
  sourceFiles,
  testPaths,
} from "./support/source_files.ts";

const MAX_LINES = 300;
const FOLDERS = ["shared", "server", "client"];

/** From where a folder's files may import; `deno.json` knows the version. */
const MAY_IMPORT: ReadonlyMap<string, readonly string[]> = new Map([
  ["main.ts", ["shared", "server", "client"]],
  ["shared", ["shared", "deno.json"]],
  ["server", ["server", "shared"]],
  ["client", ["client", "shared"]],
]);

/** The sides whose folders are levels; docs/architecture.md has their order. */
const SIDES = ["server", "client"];

const folderOf = (path: string) => path.split("/")[0] ?? "";

Deno.test("modules import only from the folders below them", async () => {
  const wrong = (await sourceFiles(FOLDERS)).flatMap(({ path, imports }) =>
    imports
      .filter((target) =>
        !MAY_IMPORT.get(folderOf(path))?.includes(folderOf(target))
      )
      .map((target) => `${path} imports ${target}`)
  );
  assertEquals(wrong, []);
});

/** The folders of a side, the highest first; `mod.ts` are its own files. */
async function levelsOf(side: string): Promise<readonly string[]> {
  const text = await readProjectFile("docs/architecture.md");
  const [, order = ""] = new RegExp(`^${side}/: (.+)$`, "m").exec(text) ?? [];
  return order.split(" ");
}

/** The folder of a side that a file is in: `chat` of `server/chat/room.ts`. */
function levelOf(path: string): string {
  const [, folder = "", ...rest] = path.split("/");
  return rest.length > 0 ? folder : "mod.ts";
}

for (const side of SIDES) {
  const ownFiles = async () =>
    (await sourceFiles([side])).filter(({ path }) =>
      path.startsWith(`${side}/`)
    );

  Deno.test(`${side}: docs/architecture.md has every folder in its order, and no other`, async () => {
    const levels = await levelsOf(side);
    const folders = new Set(
      (await ownFiles()).map(({ path }) => levelOf(path)),
    );
    assertEquals([...levels].sort(), [...folders].sort());
  });

  Deno.test(`${side}: a module imports only from its own folder or from those below it`, async () => {
    const levels = await levelsOf(side);
    const wrong = (await ownFiles()).flatMap(({ path, imports }) =>
      imports
        .filter((target) => target.startsWith(`${side}/`))
        .filter((target) =>
          levels.indexOf(levelOf(target)) < levels.indexOf(levelOf(path))
        )
        .map((target) => `${path} imports ${target}`)
    );
    assertEquals(wrong, []);
  });
}

for (const folder of SIDES) {
  Deno.test(`${folder}: no module imports itself over others, types included`, async () => {
    const files = await sourceFiles([folder]);
    assertEquals(circlesIn(files), []);
  });
}

/** Returns the files that import themselves, each with the way around. */
function circlesIn(files: readonly SourceFile[]): readonly string[] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]) => {
    const start = way.indexOf(path);
    if (start >= 0) circles.push([...way.slice(start), path].join(" -> "));
    if (done.has(path)) return;
    done.add(path);
    for (const next of importsOf.get(path) ?? []) {
      // An example in a comment may import its own module.
      if (next !== path) visit(next, [...way, path]);
    }
  };
  for (const { path } of files) visit(path, []);
  return circles;
}

/** What each name of a package stands for. */
async function packageMap(): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await readProjectFile("import_map.json")).imports;
}

Deno.test("only tests/support/program.ts knows how the program under test is started", async () => {
  const wrong = (await sourceFiles(["tests"]))
    .filter(({ text }) => /new URL\("[./]+main\.ts", import/.test(text));
  assertEquals(wrong.map(({ path }) => path), ["tests/support/program.ts"]);
});

Deno.test("modules import only packages that import_map.json names", async () => {
  const imports = await packageMap();
  const isKnown = (name: string) => name.startsWith("node:") || name in imports;
  const files = await sourceFiles(FOLDERS);
  const unknown = files.flatMap(({ path, packages }) =>
    packages.filter((name) => !isKnown(name)).map((name) => `${path}: ${name}`)
  );
  assertEquals(unknown, []);
});

Deno.test("who starts ktn fetches the packages that it imports, and none of the tests", async () => {
  const imports = await packageMap();
  const files = await sourceFiles(FOLDERS);
  const used = new Set(files.flatMap(({ packages }) => packages));
  const wanted = [...used].flatMap((name) => {
    const [, specifier] = /^(npm:@?[^@]+@[^/]+)/.exec(imports[name] ?? "") ??
      [];
    return specifier === undefined ? [] : [specifier];
  });
  // All packages of a lock file are fetched, and those in the file of the tasks.
  const { specifiers } = JSON.parse(await readProjectFile("deno.lock"));
  assertEquals(Object.keys(specifiers), [...new Set(wanted)].sort());
  const config = JSON.parse(await readProjectFile("deno.json"));
  assertEquals([config.imports, config.lock], [undefined, false]);
  for (const task of ["serve", "connect", "ktn"]) {
    assertMatch(config.tasks[task].command, /^deno run --lock=deno\.lock /);
  }
});

Deno.test("shared modules are pure: no runtime, no timers, no console", async () => {
  const impure = /\bDeno\.|\bconsole\.|\bset(?:Timeout|Interval)\(/;
  const isWrong = ({ path, text }: SourceFile) =>
    path.startsWith("shared/") && impure.test(withoutComments(text));
  const wrong = (await sourceFiles(["shared"])).filter(isWrong);
  assertEquals(wrong.map(({ path }) => path), []);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, "");
}

Deno.test("no module is longer than a reader likes", async () => {
  const long = (await sourceFiles(FOLDERS))
    .map(({ path, text }) => [path, text.split("\n").length - 1] as const)
    .filter(([, lines]) => lines > MAX_LINES);
  assertEquals(long, []);
});

Deno.test("every module says what it is for", async () => {
  const mute = (await sourceFiles(FOLDERS))
    .filter(({ text }) => !/^\/\*\*\n[^]*?@module\n \*\/\n/.test(text));
  assertEquals(mute.map(({ path }) => path), []);
});

Deno.test("nothing of another package manager lies about", async () => {
  const root = new URL("../", import.meta.url);
  const names: string[] = [];
  for await (const { name } of Deno.readDir(root)) names.push(name);
  const foreign = ["node_modules", "package.json", "package-lock.json"];
  assertEquals(names.filter((name) => foreign.includes(name)), []);
});

Deno.test("docs/architecture.md names tests that are there, one at least for all that always holds", async () => {
  const text = await readProjectFile("docs/architecture.md");
  const [, list = ""] = text.split("## What always holds\n");
  const items = list.split("\nEverything that")[0]?.split(/^\d+\. /m).slice(1);
  assert(items && items.length >= 15);
  const all = await Promise.all((await testPaths()).map(readProjectFile));
  const missing = items.flatMap((item) => {
    const quoted = item.replaceAll(/\s+/g, " ").split("`")
      .filter((_, index) => index % 2 === 1);
    const names = quoted.filter((text) => text.includes(" "));
    if (names.length === 0) return [item];
    return names.filter((name) => !all.some((one) => one.includes(name)));
  });
  assertEquals(missing, []);
});

Deno.test("docs/protocol.md names every request and every code", async () => {
  const text = await readProjectFile("docs/protocol.md");
  const requests = [...REQUESTS.keys()];
  const errors = await readProjectFile("shared/errors.ts");
  const codes = [...errors.matchAll(/\| "([a-z_]+)"/g)].map(([, code]) => code);
  assert(codes.length > 20);
  const missing = [...requests, ...codes].filter((word) =>
    !new RegExp(`[\`"]${word}[\`"]`).test(text)
  );
  assertEquals(missing, []);
});

Deno.test("the README names no flag of ktn serve that is not there", async () => {
  const readme = await readProjectFile("README.md");
  const calls = [...readme.matchAll(/(?:ktn|task) serve([^\n`]*)/g)];
  const used = calls.flatMap(([, rest = ""]) =>
    [...rest.matchAll(/--([a-z-]+)/g)].map(([, name = ""]) => name)
  );
  const known = new Set(["help", ...SERVE_FLAGS.map(({ name }) => name)]);
  assertEquals(used.filter((name) => !known.has(name)), []);
});
