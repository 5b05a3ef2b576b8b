import { assertEquals, assertThrows } from "@std/assert";
import type { KeptName } from "../../../server/directory/directory.ts";
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
    assertEquals(file.take(), { names: [], errors: [] });
    file.keep([ADA, ZOE]);
    assertEquals(filesIn(folder), ["names.json"]);
    assertEquals(new NamesFile(folder).take().names, [ADA, ZOE]);
    assertEquals(new NamesFile(folder).take().names, []);
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
      assertEquals(later.take().names.length, count, `${awayMs}`);
    });
  }
});

const HEX = "f".repeat(64);
const GOOD = { name: "ada", proofs: [HEX], ["left_ms"]: 1 };

for (
  const [what, text] of [
    ["is no JSON", "names"],
    ["is no object", "null"],
    ["has no time", '{"names":[]}'],
    ["has no list", '{"stopped":1,"names":{}}'],
  ] as const
) {
  Deno.test(`NamesFile.take() refuses a file that ${what}, and removes it`, () =>
    withFile(text, (folder) => {
      assertThrows(() => new NamesFile(folder, () => 1).take(), Error);
      assertEquals(filesIn(folder), []);
    }));
}

for (
  const [what, entry] of [
    ["a name that is none", { ...GOOD, name: "a b" }],
    ["a name that is reserved", { ...GOOD, name: "server" }],
    ["a name without proofs", { ...GOOD, proofs: [] }],
    ["a name with three proofs", { ...GOOD, proofs: [HEX, HEX, HEX] }],
    ["a proof that is none", { ...GOOD, proofs: ["abc"] }],
    ["a time that is none", { ...GOOD, ["left_ms"]: -1 }],
    ["an entry that is none", 1],
  ] as const
) {
  Deno.test(`NamesFile.take() leaves ${what} out, and returns the others`, () =>
    withFile(fileOf([GOOD, entry, { ...GOOD, name: "bob" }]), (folder) => {
      const { names, errors } = new NamesFile(folder, () => 1).take();
      assertEquals(names.map(({ name }) => name), ["ada", "bob"]);
      assertEquals(errors.length, 1);
      assertEquals(filesIn(folder), []);
    }));
}

function fileOf(names: readonly unknown[]): string {
  return JSON.stringify({ stopped: 1, names });
}
