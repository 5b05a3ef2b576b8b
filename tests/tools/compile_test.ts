// deno-lint-ignore-file camelcase -- the names are those of Deno
/** The standalone program, as far as it can be looked at without running it. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { bundle, MAIN_FILE } from "../../tools/bundle.ts";
import { compile } from "../../tools/compile.ts";
import { targetOf, TARGETS } from "../../tools/targets.ts";
import { faultTest, hasProgram, lacking } from "../support/effort.ts";
import { loadedModules } from "../support/module_graph.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** A program in the place of Deno's runtime file; it only has to be one. */
const RUNTIME = "/bin/true";
const MAX_PAYLOAD = 1_500_000;

const NO_RUNTIME = lacking({
  Linux: Deno.build.os === "linux",
  true: hasProgram("true"),
});

/** The files of a bundled program by name. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  return new Map(
    names.map((name) => [name, Deno.readTextFileSync(`${folder}/${name}`)]),
  );
}

Deno.test("bundle() takes every module that main.ts loads, and of packages nothing else", async () => {
  await using folder = await TempFolder.make();
  const program = `${folder.path}/program`;
  await bundle(program);
  const code = [...filesOf(program).values()].join("\n");
  const marks = [...code.matchAll(/^\/\/ (\S+\.[jt]s)$/gm)].map(([, mark]) =>
    mark
  );
  const { own, packages } = await loadedModules("main.ts");
  assert(own.length > 100);
  // A module that is used in two parts of the program may come in two parts.
  const found = new Set(marks.filter((mark) => !mark?.startsWith("npm:")));
  assertEquals([...found].sort(), [...own].sort());
  const taken = marks.flatMap((mark) =>
    /^npm:(@?[^@]+@[^/]+)\//.exec(mark ?? "")?.[1] ?? []
  );
  assertEquals(new Set(taken), new Set(packages));
});

Deno.test("bundle() gives the same files of the same commit, with no path of this machine", async () => {
  await using folder = await TempFolder.make();
  const [one, two] = [`${folder.path}/one`, `${folder.path}/a/longer/path`];
  await bundle(one);
  await bundle(two);
  assertEquals(filesOf(one), filesOf(two));
  const root = new URL("../../", import.meta.url).pathname;
  for (const [name, text] of filesOf(one)) {
    assert(!text.includes(root), name);
    assert(!/\/\.?cache\//.test(text), name);
    const { mtime } = await Deno.stat(`${one}/${name}`);
    assertEquals(mtime, (await Deno.stat(`${two}/${name}`)).mtime);
  }
});

faultTest(
  "compile() embeds the whole program and its rights, and adds at most 1.5 MB",
  NO_RUNTIME,
  async () => {
    await using folder = await TempFolder.make();
    const program = `${folder.path}/program`;
    await bundle(program);
    const output = `${folder.path}/ktn`;
    const compiled = await compile({ program, output, runtime: RUNTIME });
    assertEquals(compiled, { kind: "made", path: output });

    const runtime = await Deno.stat(RUNTIME);
    const { size } = await Deno.stat(output);
    assert(size - runtime.size <= MAX_PAYLOAD, `${size - runtime.size} bytes`);
    const binary = new TextDecoder("latin1").decode(
      await Deno.readFile(output),
    );
    for (const [name, text] of filesOf(program)) {
      const bytes = new TextEncoder().encode(text);
      assert(binary.includes(new TextDecoder("latin1").decode(bytes)), name);
    }
    const metadata = metadataIn(binary);
    assertEquals(metadata.permissions, {
      ...GRANTED,
      allow_import: metadata.permissions.allow_import, // never used
    });
    assertEquals(metadata.entrypoint_key, MAIN_FILE);
    assertEquals(metadata.code_cache_key, null);
    assertEquals(metadata.app_name, "ktn");
    assertStringIncludes(metadata.v8_flags.join(), "--max-semi-space-size=2");
  },
);

/** In the words of Deno; `[]` is all there is. */
const GRANTED = {
  ...{ allow_env: [], deny_env: null, ignore_env: null },
  ...{ allow_net: [], deny_net: null },
  ...{ allow_ffi: null, deny_ffi: [] },
  ...{ allow_read: [], deny_read: null, ignore_read: null },
  ...{ allow_run: [], deny_run: null },
  ...{ allow_sys: ["hostname"], deny_sys: null },
  ...{ allow_write: [], deny_write: null },
  deny_import: null,
  prompt: false,
};

interface Metadata {
  readonly permissions: Readonly<Record<string, unknown>>;
  readonly entrypoint_key: string;
  readonly code_cache_key: unknown;
  readonly app_name: string;
  readonly v8_flags: readonly string[];
}

/** What Deno wrote into a binary for its own use. */
function metadataIn(binary: string): Metadata {
  const start = binary.indexOf('{"argv":[]');
  const end = /"app_name":"[^"]*"\}/g;
  end.lastIndex = start;
  assert(start >= 0 && end.test(binary));
  return JSON.parse(binary.slice(start, end.lastIndex));
}

Deno.test("targetOf() names the systems there are when asked for another", () => {
  assertEquals(targetOf("macos-arm64").triple, "aarch64-apple-darwin");
  assertEquals(TARGETS.length, 5);
  let said = "";
  try {
    targetOf("beos-x64");
  } catch (error) {
    said = String(error);
  }
  assertStringIncludes(said, 'Cannot build for "beos-x64": only for linux-x64');
});
