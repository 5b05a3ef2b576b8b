import { assertEquals } from "@std/assert";
import { sourceFiles } from "../support/source_files.ts";

/** Files by what they import, without those that are in no circle. */
function circlesOf(
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const rest = new Map(imports);
  for (;;) {
    const leaves = [...rest].filter(([, targets]) =>
      !targets.some((target) => rest.has(target))
    );
    if (leaves.length === 0) return [...rest.keys()];
    for (const [path] of leaves) rest.delete(path);
  }
}

Deno.test("no module of shared/ imports itself through others, not even for a type", async () => {
  const files = await sourceFiles(["shared"]);
  const imports = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.filter((target) => target !== path), // an example of its use
    ]),
  );
  assertEquals(imports.get("shared/help.ts")?.includes("shared/flag.ts"), true);
  assertEquals(circlesOf(imports), []);
});

Deno.test("circlesOf() finds files that import each other, and who needs them", () => {
  const imports = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["b", "d"]],
    ["d", []],
    ["e", ["d"]],
  ]);
  assertEquals(circlesOf(imports), ["a", "b", "c"]);
});
