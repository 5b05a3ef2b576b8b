import { assertEquals } from "@std/assert";
import { type LogExtent, nextToForget } from "../../../server/log/retention.ts";

/** Ten entries, said at 10, 20, ... 100; three are forgotten. */
const KEPT: LogExtent = {
  last: 10,
  forgotten: 3,
  usedBytes: 1000,
  firstSince: (time, after, count) => {
    const first = Math.max(Math.ceil(time / 10), after + 1);
    return first <= Math.min(10, after + count) ? first : undefined;
  },
};

Deno.test("nextToForget() keeps everything without limits, and within them", () => {
  assertEquals(nextToForget({}, KEPT, 1000), 3);
  const limits = { keepMs: 990, keepMessages: 7, maxBytes: 1000 };
  assertEquals(nextToForget(limits, KEPT, 1000), 3);
});

Deno.test("nextToForget() goes by number, by age and by size", () => {
  assertEquals(nextToForget({ keepMessages: 5 }, KEPT, 0), 5);
  assertEquals(nextToForget({ keepMessages: 0 }, KEPT, 0), 10);
  assertEquals(nextToForget({ keepMs: 40 }, KEPT, 100), 5);
  assertEquals(nextToForget({ keepMs: 40 }, KEPT, 9000), 10);
  assertEquals(nextToForget({ maxBytes: 999 }, KEPT, 0), 10);
});

Deno.test("nextToForget() takes the limit that keeps least", () => {
  const limits = { keepMs: 40, keepMessages: 2, maxBytes: 5000 };
  assertEquals(nextToForget(limits, KEPT, 100), 8);
});

Deno.test("nextToForget() takes small steps", () => {
  const kept = { ...KEPT, last: 100_000, forgotten: 50 };
  assertEquals(nextToForget({ keepMessages: 1 }, kept, 0), 250);
});
