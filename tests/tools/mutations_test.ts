import { assertEquals } from "@std/assert";
import { mutate, mutationsOf } from "../../tools/mutations.ts";

/** A source, and what it may become. */
const CASES: readonly (readonly [string, readonly string[]])[] = [
  ["const a = b < 12;\n", ["const a = b <= 12;\n", "const a = b < 36;\n"]],
  ["const a = b && c;\n", ["const a = b || c;\n"]],
  ["const a = b !== c;\n", ["const a = b === c;\n"]],
  ["const a = b ? c : d;\n", ["const a = b && false ? c : d;\n"]],
  [
    "if (!(a() || b)) c = [];\n",
    ["if (!(a() && b)) c = [];\n", "if (!(!(a() || b))) c = [];\n"],
  ],
  ["  await this.#say(now);\n", ["  ;\n"]],
  ["    this.#count = count;\n", ["    ;\n"]],
  ["  return list.map((one) => one.name);\n", ["  return undefined;\n"]],
  ["for (const a of b) count++;\n", ["for (const a of b) count--;\n"]],
  ["  const isOpen = true;\n", ["  const isOpen = false;\n"]],
];

for (const [source, expected] of CASES) {
  Deno.test(`mutationsOf() knows what becomes of ${source.trim()}`, () => {
    const changed = mutationsOf(source).map((one) => mutate(source, one));
    assertEquals(changed.toSorted(), expected.toSorted());
  });
}

Deno.test("mutationsOf() leaves alone what does not run", () => {
  const source = [
    "/** Most that wait: a < 10 && b. */",
    "export interface Options {",
    "  readonly count: 1 | 2;",
    "}",
    'type Word = "a && b" | 3;',
    'const text = "1 + 2"; // 3 + 4',
    "const pattern = /1 < 2/;",
    "const place = `${a} + 1`;",
  ].join("\n");
  assertEquals(mutationsOf(source), []);
});
