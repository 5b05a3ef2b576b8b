import { assertEquals } from "@std/assert";
import { median, percentile } from "./percentile.ts";

Deno.test("percentile() returns the value below which a share is", () => {
  const values = Array.from({ length: 1000 }, (_, index) => index);

  assertEquals(
    [0, 0.5, 0.99, 0.999, 1].map((share) => percentile(values, share)),
    [0, 500, 990, 999, 999],
  );
  assertEquals(percentile([], 0.5), NaN);
});

Deno.test("median() is the middle, or between the two middles", () => {
  assertEquals(median([3, 1, 2]), 2);
  assertEquals(median([4, 1, 2, 3]), 2.5);
  assertEquals(median([7]), 7);
  assertEquals(median([]), NaN);
});
