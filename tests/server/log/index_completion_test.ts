import { assertEquals, assertRejects } from "@std/assert";
import { IndexCompletion } from "../../../server/log/index_completion.ts";

Deno.test("IndexCompletion takes each step once, however many wait for it", async () => {
  let steps = 0;
  const completion = new IndexCompletion(() => ++steps < 3);
  await Promise.all(
    Array.from({ length: 100 }, () => completion.whenDone()),
  );
  assertEquals(steps, 3);
});

Deno.test("IndexCompletion fails for all who wait, and begins anew for the next", async () => {
  let isFailing = true;
  const completion = new IndexCompletion(() => {
    if (isFailing) throw new RangeError("the disk fails");
    return false;
  });
  await assertRejects(() => completion.whenDone(), RangeError);
  isFailing = false;
  await completion.whenDone();
});
