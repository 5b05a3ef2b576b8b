import { assertEquals } from "@std/assert";
import { toShed } from "../../../server/net/shedding.ts";

Deno.test("toShed() cuts nobody while all that waits is within the bound", () => {
  assertEquals(toShed([3, 1, 2], (bytes) => bytes, 6), []);
  assertEquals(toShed([], (bytes: number) => bytes, 0), []);
});

Deno.test("toShed() cuts the largest, and no more than needed", () => {
  assertEquals(toShed([3, 1, 2], (bytes) => bytes, 5), [3]);
  assertEquals(toShed([3, 1, 2], (bytes) => bytes, 3), [3]);
  assertEquals(toShed([3, 1, 2], (bytes) => bytes, 2), [3, 2]);
  assertEquals(toShed([3, 1, 2], (bytes) => bytes, 0), [3, 2, 1]);
});
