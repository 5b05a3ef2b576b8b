import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { takeOldNames } from "../../../server/directory/old_names.ts";
import { DirectoryBench, memoryPlace } from "../../support/directory_bench.ts";
import { TempFolder } from "../../support/temp_folder.ts";

const NOW = 1_700_000_000_000;

/** As a ktn before the directory kept it. */
function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

async function taken(
  text: string,
  run: (bench: DirectoryBench, take: () => Promise<void>) => Promise<void>,
): Promise<void> {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/names.json`;
  await Deno.writeTextFile(path, text);
  await using bench = await DirectoryBench.make(memoryPlace());
  await run(bench, () => takeOldNames(folder.path, bench.directory, NOW));
  assertEquals(await Array.fromAsync(Deno.readDir(folder.path)), []);
}

const ADA = {
  ...{ name: "Ada", proofs: [hashOf("new"), hashOf("used")], left_ms: 60_000 },
};

Deno.test("takeOldNames() makes guests who are here of the names, for both tokens, once", async () => {
  for (const token of ["new", "used"]) {
    const text = JSON.stringify({ stopped: NOW - 1000, names: [ADA] });
    await taken(text, async (bench, take) => {
      await take();
      assertEquals(bench.directory.logins.here().length, 1);
      const { identity } = await bench.enter({ name: "ada", token });
      assertEquals([identity.name, identity.isStored], ["Ada", true]);
      await take();
    });
  }
});

Deno.test("takeOldNames() keeps nobody who was there more than an hour ago", async () => {
  const text = JSON.stringify({ stopped: NOW - 3_600_001, names: [ADA] });
  await taken(text, async (bench, take) => {
    await take();
    assertEquals(bench.directory.identities.size, 0);
  });
});

for (
  const wrong of [
    ...["{", "[]", "{}", `{"stopped":${NOW},"names":{}}`],
    JSON.stringify({ stopped: NOW, names: [{ ...ADA, proofs: [] }] }),
    JSON.stringify({ stopped: NOW, names: [{ ...ADA, proofs: ["x"] }] }),
    JSON.stringify({ stopped: NOW, names: [{ ...ADA, name: "all" }] }),
  ]
) {
  Deno.test(`takeOldNames() refuses ${wrong.slice(0, 60)}, and removes the file`, async () => {
    await taken(wrong, async (bench, take) => {
      assert(await assertRejects(take, Error));
      assertEquals(bench.directory.identities.size, 0);
    });
  });
}
