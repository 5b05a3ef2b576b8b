import { assertEquals } from "@std/assert";
import { MAX_WAITED, SlowMode } from "../../../server/chat/slow_mode.ts";

Deno.test("SlowMode says how long to wait, and knows the same message again", () => {
  const slow = new SlowMode();
  const take = (identity: number, now: number, id?: string) =>
    slow.take({ identity, id, waitMs: 10, now });
  assertEquals([take(1, 0, "a"), take(2, 1), take(1, 4, "b")], [0, 0, 6]);
  assertEquals([take(1, 5, "a"), take(2, 5)], [0, 6]);
  assertEquals([take(1, 10, "b"), take(1, 11, "c")], [0, 9]);
});

Deno.test("SlowMode remembers all who have to wait, and not all who had to", () => {
  const slow = new SlowMode();
  const take = (identity: number, now: number) =>
    slow.take({ identity, id: undefined, waitMs: 10, now });
  for (let one = 0; one < 2 * MAX_WAITED; one++) take(one, 0);
  assertEquals(slow.size, 2 * MAX_WAITED);
  assertEquals(take(0, 9), 1);
  take(0, 10);
  assertEquals([slow.size, take(0, 11)], [MAX_WAITED, 9]);
});
