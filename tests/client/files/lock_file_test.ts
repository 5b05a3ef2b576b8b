import { assert, assertEquals, assertThrows } from "@std/assert";
import { LockFile } from "../../../client/files/lock_file.ts";

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

Deno.test("a lock that is discarded leaves no file, and can be taken again", async () => {
  await inFolder((path) => {
    for (let round = 0; round < 2; round++) {
      const lock = LockFile.tryTake(path);
      assert(lock);
      assertEquals(LockFile.tryTake(path), undefined);
      lock.discard(path);
      assertThrows(() => Deno.statSync(path), Deno.errors.NotFound);
    }
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
