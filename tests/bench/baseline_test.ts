import { assertEquals } from "@std/assert";
import { compare, lowest } from "./baseline.ts";

const BEFORE = { calibration: 100, a: 1000, b: 1000, c: 1000, d: 1000 };

Deno.test("compare() takes a slower machine for a slower machine", () => {
  const after = { calibration: 200, a: 2000, b: 2000, c: 2000, d: 2000 };

  assertEquals(
    compare(BEFORE, after).map(({ kind }) => kind),
    ["same", "same", "same", "same"],
  );
});

Deno.test("compare() tells what is slower, faster, added and removed", () => {
  const after = { calibration: 100, a: 1200, b: 800, c: 1100, e: 1 };

  assertEquals(
    compare(BEFORE, after).map(({ name, kind }) => `${name} ${kind}`),
    ["a slower", "b faster", "c same", "d removed", "e added"],
  );
});

Deno.test("lowest() takes the fastest run of each benchmark", () => {
  assertEquals(
    lowest([{ a: 3, b: 1 }, { a: 2, b: 4 }]),
    { a: 2, b: 1 },
  );
});
