import { assertEquals } from "@std/assert";
import { TokenFile } from "../../../client/files/token_file.ts";
import { until } from "../../support/until.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

Deno.test("TokenFile gives the next run what this one has kept, and only its owner may read it", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/token/ada@host.json`;
    const first = fileAt(path);
    assertEquals(first.load(), undefined);
    first.save("one");
    first.save("two");
    await first.close();
    const { mode } = await Deno.stat(path);
    const next = fileAt(path);
    assertEquals([(mode ?? 0) & 0o777, next.load()], [0o600, "two"]);
    await next.close();
    const { mode: folderMode } = await Deno.stat(`${folder}/token`);
    assertEquals((folderMode ?? 0) & 0o777, 0o700);
  });
});

Deno.test("TokenFile gives a token to one run at a time, and to another when that has ended", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/ada@host.json`;
    const first = fileAt(path);
    first.save("secret");
    const second = fileAt(path);
    assertEquals(second.load(), undefined);
    second.save("other");
    second.remove();
    await second.close();
    await first.close();
    assertEquals(second.load(), "secret");
    await second.close();
  });
});

Deno.test("TokenFile leaves nothing behind when the name is free", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/ada@host.json`;
    const first = fileAt(path);
    first.save("secret");
    await first.close();
    const second = fileAt(path);
    assertEquals(second.load(), "secret");
    second.remove();
    await second.close();
    assertEquals(namesIn(folder), []);
    const third = fileAt(path);
    assertEquals(third.load(), undefined);
    await third.close();
    assertEquals(namesIn(folder), []);
  });
});

Deno.test("TokenFile ignores what is damaged, of another machine or not its own, and replaces it", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/ada@host.json`;
    const other = { format: 1, machine: "other", token: "secret" };
    const texts = [
      ...["", "{", "null", "7", '{"token":"secret"}'],
      ...[JSON.stringify(other), JSON.stringify({ ...other, format: 2 })],
      JSON.stringify({ ...other, machine: "here", token: 7 }),
    ];
    for (const text of texts) {
      await Deno.writeTextFile(path, text);
      const file = fileAt(path);
      assertEquals(file.load(), undefined, text);
      file.save("mine");
      await file.close();
      const again = fileAt(path);
      assertEquals(again.load(), "mine");
      await again.close();
    }
  });
});

Deno.test("TokenFile tidies what others have left for 90 days, or from the future, but for what is in use", async () => {
  await inFolder(async (folder) => {
    const ages = { old: -91 * DAY_MS, used: -91 * DAY_MS, future: 91 * DAY_MS };
    const names = [...Object.keys(ages), "young"];
    const now = Date.now();
    const used = fileAt(`${folder}/used.json`);
    used.save("used");
    for (const name of names.filter((one) => one !== "used")) {
      const file = fileAt(`${folder}/${name}.json`);
      file.save(name);
      await file.close();
    }
    // What was written last is on disk.
    await until(() => namesIn(folder).includes("used.json"), "the file");
    for (const [name, age] of Object.entries(ages)) {
      const time = new Date(now + age);
      await Deno.utime(`${folder}/${name}.json`, time, time);
    }
    const half = `${folder}/half.json.1.1.tmp`; // killed while it wrote
    await Deno.writeTextFile(half, "{");
    await Deno.utime(half, new Date(0), new Date(0));
    const mine = fileAt(`${folder}/mine.json`);
    mine.save("mine");
    await mine.close();
    assertEquals(
      namesIn(folder).filter((name) => !name.endsWith(".lock")),
      ["mine.json", "used.json", "young.json"],
    );
    await used.close();
  });
});

Deno.test("TokenFile gives a token of any age, for the server knows whether it is good", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/ada@host.json`;
    for (const time of [new Date(0), new Date(Date.now() + 400 * DAY_MS)]) {
      const first = fileAt(path);
      first.save("secret");
      await first.close();
      await Deno.utime(path, time, time);
      const second = fileAt(path);
      assertEquals(second.load(), "secret");
      await second.close();
    }
  });
});

Deno.test("TokenFile does without a home, and without one that can be written to", async () => {
  for (const path of [undefined, "/dev/null/token/ada@host.json"]) {
    const file = fileAt(path);
    assertEquals(file.load(), undefined);
    file.save("secret");
    file.remove();
    file.save("secret");
    await file.close();
    assertEquals(file.load(), undefined);
  }
});

function fileAt(path: string | undefined): TokenFile {
  return new TokenFile({ path, machine: "here" });
}

function namesIn(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

async function inFolder(
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
