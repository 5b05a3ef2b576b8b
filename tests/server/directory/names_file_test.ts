import { assertEquals, assertThrows } from "@std/assert";
import type { KeptName } from "../../../server/directory/name_registry.ts";
import { NamesFile } from "../../../server/directory/names_file.ts";

const HOUR_MS = 3_600_000;
const ADA: KeptName = {
  name: "Ada",
  proofs: ["a".repeat(64), "b".repeat(64)],
  leftMs: 60_000,
};
const ZOE: KeptName = { name: "Zoë", proofs: ["0".repeat(64)], leftMs: 1 };

/** Runs a test with a folder in which some text is the file, if any. */
function withFile(
  text: string | undefined,
  test: (folder: string) => void,
): void {
  const folder = Deno.makeTempDirSync({ prefix: "ktn" });
  try {
    if (text !== undefined) {
      Deno.writeTextFileSync(`${folder}/names.json`, text);
    }
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

Deno.test("NamesFile.take() returns what was kept, once", () =>
  withFile(undefined, (folder) => {
    const file = new NamesFile(folder);
    assertEquals(file.take(), []);
    file.keep([ADA, ZOE]);
    assertEquals(filesIn(folder), ["names.json"]);
    assertEquals(new NamesFile(folder).take(), [ADA, ZOE]);
    assertEquals(new NamesFile(folder).take(), []);
    assertEquals(filesIn(folder), []);
  }));

Deno.test("NamesFile.keep() lets only its owner read them, and without any makes no file", () =>
  withFile(undefined, (folder) => {
    const file = new NamesFile(folder);
    file.keep([]);
    assertEquals(filesIn(folder), []);
    file.keep([ADA]);
    if (Deno.build.os === "windows") return;
    const mode = Deno.statSync(`${folder}/names.json`).mode ?? 0;
    assertEquals(mode & 0o777, 0o600);
  }));

Deno.test("NamesFile.take() returns none when the stop is over an hour ago, by the clock", () => {
  const start = Date.UTC(2026, 10, 25);
  for (
    const [awayMs, count] of [
      ...[[HOUR_MS, 1], [HOUR_MS + 1, 0]] as const,
      ...[[-HOUR_MS, 1], [-HOUR_MS - 1, 0]] as const,
    ]
  ) {
    withFile(undefined, (folder) => {
      new NamesFile(folder, () => start).keep([ADA]);
      const later = new NamesFile(folder, () => start + awayMs);
      assertEquals(later.take().length, count, `${awayMs}`);
    });
  }
});

const HEX = "f".repeat(64);

for (
  const [what, text] of [
    ["is no JSON", "names"],
    ["is no object", "null"],
    ["has no time", '{"names":[]}'],
    ["has no list", '{"stopped":1,"names":{}}'],
    ["has a name that is none", entry({ name: "a b" })],
    ["has a name that is reserved", entry({ name: "server" })],
    ["has a name without proofs", entry({ proofs: [] })],
    ["has a name with three proofs", entry({ proofs: [HEX, HEX, HEX] })],
    ["has a proof that is none", entry({ proofs: ["abc"] })],
    ["has a time that is none", entry({ ["left_ms"]: -1 })],
    ["has an entry that is none", '{"stopped":1,"names":[1]}'],
  ] as const
) {
  Deno.test(`NamesFile.take() refuses a file that ${what}, and removes it`, () =>
    withFile(text, (folder) => {
      assertThrows(() => new NamesFile(folder, () => 1).take(), Error);
      assertEquals(filesIn(folder), []);
    }));
}

/** A file with one name in it, which is good but for these fields. */
function entry(fields: object): string {
  const good = { name: "ada", proofs: [HEX], ["left_ms"]: 1 };
  return JSON.stringify({ stopped: 1, names: [{ ...good, ...fields }] });
}
