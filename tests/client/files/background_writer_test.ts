import { assertEquals } from "@std/assert";
import { BackgroundWriter } from "../../../client/files/background_writer.ts";

const FLUSH_MS = 10_000;

Deno.test("BackgroundWriter writes a thousand changes in two writes: one under way, one for the rest", async () => {
  let state = 0;
  const written: number[] = [];
  const disk = Promise.withResolvers<void>();
  const writer = new BackgroundWriter(async () => {
    written.push(state);
    await disk.promise;
  });
  for (state = 1; state <= 1000; state++) writer.within(0);
  assertEquals(written, [1], "the first write has begun");
  disk.resolve();

  assertEquals(await writer.flush(FLUSH_MS), true);
  assertEquals(written, [1, 1001]);
});

Deno.test("BackgroundWriter writes sooner where that is asked for, and never twice for that", async () => {
  let writes = 0;
  const writer = new BackgroundWriter(() => {
    writes++;
    return Promise.resolve();
  });
  writer.within(60_000);
  writer.within(0);
  assertEquals(writes, 1);
  writer.within(60_000);
  writer.within(120_000);
  await writer.flush(FLUSH_MS); // and no timer is left, or the test fails

  assertEquals(writes, 2);
});

Deno.test("BackgroundWriter.flush() waits no longer for a disk that hangs than it is told to", async () => {
  const disk = Promise.withResolvers<void>();
  const writer = new BackgroundWriter(() => disk.promise);
  writer.within(0);
  assertEquals(await writer.flush(1), false);
  disk.resolve();

  assertEquals(await writer.flush(FLUSH_MS), true);
});
