import { assertEquals } from "@std/assert";
import { isTime } from "../../../client/chat/content.ts";

const TIME = Date.UTC(2026, 10, 22, 0, 5, 7);

Deno.test("isTime() knows numbers that are no time", () => {
  assertEquals([0, TIME].map(isTime), [true, true]);
  assertEquals([undefined, NaN, 8.64e15 + 1].map(isTime), [
    false,
    false,
    false,
  ]);
});
