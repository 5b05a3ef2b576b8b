import { assert, assertEquals } from "@std/assert";
import { SERVE_FLAGS } from "../server/options.ts";
import { REQUESTS } from "../server/requests/mod.ts";
import {
  readProjectFile,
  type SourceFile,
  sourceFiles,
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

/**
 * Inside `server/` a file imports only from its own level or a lower one.
 * Lowest first; a name ending in a slash stands for a folder.
 */
const SERVER_LEVELS: readonly (readonly string[])[] = [
  // 0: what is stored, and tools that know nothing of the chat.
  [
    ..."log/ maintenance/".split(" "),
    ..."limits logging recent shedding ticker write_turns".split(" "),
  ],
  // 1: who is here, and what is said.
  "chat room user payload history replies".split(" "),
  // 2: what can be asked.
  ["requests/"],
  // 3: one peer.
  [
    ..."link outbox pacer read_buffer session session_context cursor".split(
      " ",
    ),
    ..."past request_queue rate_limit admission heartbeat deadlines".split(" "),
  ],
  // 4: the doors.
  ["tcp"],
  // 5: the house.
  "mod options introduction command cli/".split(" "),
];

const folderOf = (path: string) => path.split("/")[0] ?? "";

function levelOf(path: string): number {
  const name = path.slice("server/".length);
  return SERVER_LEVELS.findIndex((level) =>
    level.some((entry) =>
      entry.endsWith("/") ? name.startsWith(entry) : name === `${entry}.ts`
    )
  );
}

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

Deno.test("the server's modules import only from their own level or a lower one", async () => {
  const files = await sourceFiles(["server"]);
  const own = files.filter(({ path }) => path.startsWith("server/"));
  const unknown = own.filter(({ path }) => levelOf(path) === -1);
  assertEquals(unknown.map(({ path }) => path), [], "files without a level");
  const wrong = own.flatMap(({ path, imports }) =>
    imports
      .filter((target) => target.startsWith("server/"))
      .filter((target) => levelOf(target) > levelOf(path))
      .map((target) => `${path} imports ${target}`)
  );
  assertEquals(wrong, []);
});

Deno.test("every level is of files that are there", async () => {
  const paths = (await sourceFiles(["server"])).map(({ path }) => path);
  const missing = SERVER_LEVELS.flat().filter((entry) => {
    const start = `server/${entry}`;
    return entry.endsWith("/")
      ? !paths.some((path) => path.startsWith(start))
      : !paths.includes(`${start}.ts`);
  });
  assertEquals(missing, []);
});

Deno.test("modules import only packages that deno.json names", async () => {
  const { imports } = JSON.parse(await readProjectFile("deno.json"));
  const isKnown = (name: string) => name.startsWith("node:") || name in imports;
  const files = await sourceFiles(FOLDERS);
  const unknown = files.flatMap(({ path, packages }) =>
    packages.filter((name) => !isKnown(name)).map((name) => `${path}: ${name}`)
  );
  assertEquals(unknown, []);
  // What only tests need stays out of the program.
  const inTests = files.filter(({ packages }) =>
    packages.includes("fast-check")
  );
  assertEquals(inTests, []);
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
