import { assertEquals } from "@std/assert";
import { returnMs } from "../../server/return_time.ts";

const timesOf = (count: number) =>
  Array.from({ length: count }, (_, place) => returnMs(place, count));

Deno.test("returnMs() spreads few clients over 750 ms, and more so that 1,500 come in a second", () => {
  assertEquals(timesOf(1), [250]);
  assertEquals(timesOf(4), [250, 438, 625, 813]);
  for (const [count, last] of [[1000, 999], [10_000, 6916]] as const) {
    assertEquals(timesOf(count).at(-1), last);
  }
});

Deno.test("returnMs() asks at no time more than a few back at once", () => {
  for (const count of [2, 100, 1000, 1125, 10_000, 60_000]) {
    const inOneMs = Map.groupBy(timesOf(count), (ms) => ms);
    const most = Math.max(...inOneMs.values().map(({ length }) => length));
    assertEquals(most <= 2, true, `${most} of ${count}`);
  }
});
