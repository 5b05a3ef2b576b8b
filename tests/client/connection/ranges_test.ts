import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { Ranges } from "../../../client/connection/ranges.ts";

Deno.test("Ranges has what was added, and takes one range for a run", () => {
  const ranges = new Ranges();
  for (let number = 5; number <= 1000; number++) ranges.add(number);
  assertEquals(ranges.size, 1);
  assertEquals(
    [4, 5, 1000, 1001].map((number) => ranges.has(number)),
    [false, true, true, false],
  );
});

Deno.test("Ranges.forgetUpTo() forgets ranges that end there, and no others", () => {
  const ranges = new Ranges();
  for (const number of [1, 2, 5, 6, 9]) ranges.add(number);
  ranges.forgetUpTo(5);
  const kept = [1, 2, 5, 6, 9].filter((number) => ranges.has(number));
  assertEquals(kept, [5, 6, 9]);
});

Deno.test("Ranges is a set, in whatever order it is filled", () => {
  fc.assert(fc.property(fc.array(fc.nat(60)), (numbers) => {
    const ranges = new Ranges();
    for (const number of numbers) ranges.add(number);
    for (let number = 0; number <= 61; number++) {
      assertEquals(ranges.has(number), numbers.includes(number));
    }
  }));
});
