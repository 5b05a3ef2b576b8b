import { assertEquals } from "@std/assert";
import { Pace } from "../../server/pace.ts";

Deno.test("Pace sees a wide stream only in large groups for many readers, and for a while", () => {
  let now = 0;
  const pace = new Pace(() => now);
  assertEquals(pace.isWideStream, false);
  pace.note(7, 1000);
  pace.note(500, 399);
  assertEquals(pace.isWideStream, false);
  pace.note(8, 400);
  assertEquals(pace.isWideStream, true);
  now += 10;
  assertEquals(pace.isWideStream, false);
});
