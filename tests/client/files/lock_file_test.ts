import { assert, assertEquals } from "@std/assert";
import { existsSync } from "node:fs";
import { LockFile } from "../../../client/files/lock_file.ts";

const MODULE =
  new URL("../../../client/files/lock_file.ts", import.meta.url).href;

const SPAWNER = `
  for (let i = 0; i < 60; i++) {
    await new Deno.Command("true").output();
  }
  self.postMessage("done");
`;

Deno.test("a lock has one holder, and is free when that gives it back", async () => {
  await inFolder((path) => {
    {
      using lock = LockFile.tryTake(path);
      assert(lock);
      assertEquals(LockFile.tryTake(path), undefined);
    }
    using again = LockFile.tryTake(path);
    assert(again);
  });
});

Deno.test("a lock is free at once also while another thread starts processes", async () => {
  await inFolder(async (path) => {
    const source = URL.createObjectURL(new Blob([SPAWNER]));
    const spawner = new Worker(source, { type: "module" });
    let isDone = false;
    spawner.onmessage = () => isDone = true;
    try {
      while (!isDone) {
        using lock = LockFile.tryTake(path);
        assert(lock, "still held");
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    } finally {
      spawner.terminate();
      URL.revokeObjectURL(source);
    }
  });
});

Deno.test("a lock leaves no file, and one that was left is taken", async () => {
  await inFolder(async (path) => {
    await Deno.writeTextFile(path, ""); // as kill -9 leaves it
    LockFile.tryTake(path)?.[Symbol.dispose]();
    assertEquals(existsSync(path), false);
    await (await LockFile.take(path, 0)).release();
    assertEquals(existsSync(path), false);
  });
});

Deno.test("a lock has one holder, also where each removes the file that others wait for", async () => {
  await inFolder(async (path) => {
    const count = `${path}.count`;
    await Deno.writeTextFile(count, "0");
    const code = `
      const { LockFile } = await import(${JSON.stringify(MODULE)});
      for (let n = 0; n < 200; n++) {
        const lock = await LockFile.take(${JSON.stringify(path)}, 20_000);
        const count = Number(Deno.readTextFileSync(${JSON.stringify(count)}));
        await Promise.resolve();
        Deno.writeTextFileSync(${JSON.stringify(count)}, String(count + 1));
        await lock.release();
      }
    `;
    const ends = await Promise.all(
      [1, 2, 3].map(() =>
        new Deno.Command(Deno.execPath(), {
          args: ["eval", "--no-check", code],
        }).output()
      ),
    );
    assert(ends.every(({ success }) => success));
    assertEquals(await Deno.readTextFile(count), "600");
    assertEquals(existsSync(path), false);
  });
});

async function inFolder(
  test: (path: string) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(`${folder}/lock`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
