import { assert, assertEquals } from "@std/assert";
import { choose, outcomeOf, testsOf } from "../../tools/mutate.ts";
import type { SourceFile } from "../support/source_files.ts";
import { within } from "../support/within.ts";

function file(path: string, imports: readonly string[], text = ""): SourceFile {
  return { path, imports, text, packages: [] };
}

Deno.test("choose() takes no change twice, and the same ones for a seed", () => {
  const text = "const a = 1;\nconst b = 2 + 3;\nconst c = d && e;\n";
  const files = [file("shared/a.ts", [], text), file("shared/b.ts", [], text)];
  const placesOf = (count: number, seed: number) =>
    choose(files, count, seed).map(({ file, at }) => `${file.path} ${at}`);
  assertEquals(new Set(placesOf(100, 1)).size, 10);
  assertEquals(placesOf(4, 7), placesOf(4, 7));
  assert(placesOf(10, 7).join() !== placesOf(10, 8).join());
});

Deno.test("testsOf() names the nearest tests first, and those that start the program last", () => {
  const files = [
    file("tests/end_to_end/program_test.ts", ["tests/support/ktn.ts"]),
    file("tests/end_to_end/talk_test.ts", ["server/mod.ts"]),
    file("tests/server/log_test.ts", ["server/log.ts"]),
    file("tests/client/chat_test.ts", ["client/chat.ts"]),
    file("tests/support/ktn.ts", [], 'new URL("../../main.ts", base)'),
    file("server/mod.ts", ["server/log.ts"]),
    file("main.ts", ["server/mod.ts"]),
  ];
  assertEquals(testsOf("server/log.ts", files), [
    "tests/server/log_test.ts",
    "tests/end_to_end/talk_test.ts",
    "tests/end_to_end/program_test.ts",
  ]);
  assertEquals(testsOf("client/chat.ts", files), ["tests/client/chat_test.ts"]);
});

/** A test, how long it may be silent, and what becomes of it. */
const TESTS = [
  ["() => {}", 60_000, "survived"],
  ["() => { throw new Error(); }", 60_000, "killed"],
  ["() => new Promise(() => setInterval(() => {}, 1e6))", 3000, "hung"],
] as const;

for (const [test, silenceMs, expected] of TESTS) {
  Deno.test(`outcomeOf() calls a change ${expected} when its test is ${test}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "ktn" });
    try {
      const path = `${folder}/one_test.ts`;
      await Deno.writeTextFile(path, `Deno.test("one", ${test});\n`);
      const running = outcomeOf(folder, [path], silenceMs);
      const { outcome } = await within(running, "the outcome", 60_000);
      assertEquals(outcome, expected);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
