import { assertEquals } from "@std/assert";
import { Pinger } from "./pinger.ts";

Deno.test("Pinger waits for the answer, and a little longer", () => {
  const pinger = new Pinger();

  assertEquals(pinger.isDue(10), true);
  assertEquals(pinger.isDue(100), false);
  pinger.answered(101);
  assertEquals([pinger.isDue(105), pinger.isDue(106)], [false, true]);
  pinger.answered(108);

  assertEquals(pinger.latencies, [2, 91]);
});
